using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>Some ids always get an answer of their own, some served answers announce a quota that does not exist; all else is left to the
/// server behind.</summary>
internal sealed class BadIds(ServerClock clock, SeededRandom random, ServerModel behind) : ServerModel(clock, random)
{
    /// <summary>The bad ids and what they get; null: nothing, ever.</summary>
    public IReadOnlyDictionary<int, ServerAnswer?> Answers { get; init; } = new Dictionary<int, ServerAnswer?>();

    /// <summary>The quota that the served answer to an id carries.</summary>
    public Func<int, RateLimitFields?> Lie { get; init; } = _ => null;

    public override void Arrive(int item, Reply reply)
    {
        if (!Answers.TryGetValue(item, out var answer))
            behind.Arrive(item, Lie(item) is { } quota ? (served, seconds) => reply(Quoting(served, quota), seconds) : reply);
        else if (answer == ServerAnswer.Failure)
            reply(answer, behind.ServiceTime());
        else if (answer is not null)
            Refuse(reply, answer);
    }

    private static ServerAnswer Quoting(ServerAnswer answer, RateLimitFields quota) =>
        answer.Status == HttpStatusCode.OK ? answer with { RateLimitFields = quota } : answer;
}
