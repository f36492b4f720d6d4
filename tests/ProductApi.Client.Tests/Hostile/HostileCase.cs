using System.Net.Sockets;
using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Hostile;

/// <summary>One way to hurt a client: what a server sends instead of an honest product, and what the caller gets.</summary>
/// <param name="Sent">What is sent, in words; unique.</param>
/// <param name="Answer">What the server does with a request.</param>
/// <param name="Verdict">What the caller gets.</param>
internal sealed record HostileCase(string Sent, Func<RawExchange, Task> Answer, Verdict Verdict)
{
    /// <summary>What happens to a new connection, before any request is read; <see langword="null"/>: nothing.</summary>
    public Func<Socket, Task>? OnAccept { get; init; }

    /// <summary>Whether only the attempt timeout ends it.</summary>
    public bool IsSlow => Verdict.Kind == FetchErrorKind.Timeout;
}

/// <summary>What the caller gets for one id: a product where <paramref name="Kind"/> is <see langword="null"/>, else an error.</summary>
/// <param name="Kind">The kind of the error.</param>
/// <param name="Status">The status in the error.</param>
/// <param name="Attempts">How many requests it took.</param>
/// <param name="Message">A part of the error's message.</param>
internal sealed record Verdict(FetchErrorKind? Kind, int? Status, int Attempts, string Message)
{
    /// <summary>Whether it may take more requests: a connection that ends before an answer is not charged while others are
    /// served.</summary>
    public bool OrMore { get; init; }

    /// <summary>For people: what the table of the cases says.</summary>
    public override string ToString()
    {
        var what = Kind is null ? "the product" : $"`{Kind}`";
        var status = Status is null ? "" : $", {Status}";
        var message = Message.Length == 0 ? "" : $": {Message}";
        return $"{what}{status}, {Attempts} {(Attempts == 1 ? "attempt" : "attempts")}{(OrMore ? " or more" : "")}{message}";
    }
}
