using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

/// <summary>A burst of 20 sends, the fifth refused, makes a pace of 100 a second.</summary>
public abstract class RateRulesTest
{
    private protected RateRules Rate { get; } = new();

    private protected void LearnHundred()
    {
        SendMany(20, 10);
        Refuse(10.1, Number(Rate.LastSend - 15));
    }

    private protected Send Send(double now, bool isPaced = false) => Number(Rate.OnSend(now, isPaced));

    private protected void SendMany(int count, double now, bool isPaced = false)
    {
        for (var i = 0; i < count; i++)
            Send(now, isPaced);
    }

    private protected void Refuse(double now, Send send, bool isHinted = false)
    {
        Rate.OnRefused(now, send, isRated: false);
        Rate.PushBack(now, send, pause: 0, announced: 0, isHinted, isServed: false);
    }

    private protected static Send Number(long number) =>
        new(number, 0, Attempts: 1, CanaryAddress: null, IsLook: false, LeftWhileDown: false);
}
