using System.Net;

namespace ProductApi.Client.Tests.ServerTable.Servers;

/// <summary>A time in which everybody gets the same refusal.</summary>
internal sealed record Outage(double From, double To, ServerAnswer Answer)
{
    public static Outage Status(double from, double to, HttpStatusCode status) => new(from, to, new ServerAnswer(status));

    public static Outage Refused(double from, double to) => new(from, to, ServerAnswer.Refused);

    public bool Covers(double now) => From <= now && now < To;
}
