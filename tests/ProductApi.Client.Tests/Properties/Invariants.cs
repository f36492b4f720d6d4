namespace ProductApi.Client.Tests.Properties;

/// <summary>What holds whatever server and callers do.</summary>
internal static class Invariants
{
    // A wait is computed in floating point.
    private static readonly TimeSpan Rounding = TimeSpan.FromMicroseconds(10);

    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    // One request may look into a longer wait.
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(10);

    public static void Check(Execution execution)
    {
        Assert.False(execution.Server.IsFlooded, "The client never stops asking.");
        Assert.True(execution.HasEnded, "Somebody waits for ever.");
        foreach (var outcome in execution.Outcomes)
        {
            Accounting(outcome);
            WaysToEnd(outcome);
            NothingIsSentAfterTheEnd(execution, outcome);
            Attempts(execution, outcome);
        }

        InFlight(execution);
        AnnouncedWaitsOfItems(execution);
        AnnouncedWaitsOfTheClient(execution);
        NothingIsLeftBehind(execution);
    }

    private static void Accounting(Outcome outcome)
    {
        var asked = outcome.Call.Ids.Select(id => PlannedServer.IdText(outcome.Number, id)).ToList();
        var got = outcome.Results.Select(result => result.ProductId.ToString()).ToList();
        if (outcome.IsComplete && !outcome.Call.IsStream)
            Assert.Equal(asked, got);
        else if (outcome.IsComplete)
            Assert.Equal(asked.Order(StringComparer.Ordinal), got.Order(StringComparer.Ordinal));
        else
            Assert.All(got.GroupBy(id => id), same => Assert.InRange(same.Count(), 1, asked.Count(id => id == same.Key)));

        foreach (var result in outcome.Results)
        {
            Assert.Equal((result.Succeeded, !result.Succeeded), (result.Product is not null, result.Error is not null));
            Assert.True(!result.Succeeded || result.Product.Id == result.ProductId, $"The product of somebody else: {result}");
            Assert.Equal(result.ProductId == "..", result.Error?.Kind == FetchErrorKind.InvalidId);
            Assert.NotEqual(FetchErrorKind.Unknown, result.Error?.Kind);
        }
    }

    private static void WaysToEnd(Outcome outcome)
    {
        switch (outcome.Exception)
        {
            case Execution.BrokenSourceException:
                Assert.NotNull(outcome.SourceThrewAt);
                break;
            case OperationCanceledException cancelled:
                Assert.NotNull(outcome.CancelledAt);
                Assert.Equal(outcome.Token, cancelled.CancellationToken);
                break;
            case { } other:
                Assert.Fail($"A call threw {other}");
                break;
            default:
                Assert.True(outcome.HasLeft || outcome.CancelledAt is null, "A cancelled call ended as if it were not.");
                Assert.True(outcome.HasLeft || outcome.SourceThrewAt is null, "The exception of the source is lost.");
                break;
        }

        if (outcome.CancelledAt is { } at && !outcome.Call.IsStream)
            Assert.Equal(at, outcome.Ended);
        if (outcome.Call is { TimeLimit: { } limit, IsStream: false })
            Assert.InRange(outcome.Ended!.Value, outcome.Started, outcome.Started + TimeSpan.FromMilliseconds(limit));
    }

    private static void NothingIsSentAfterTheEnd(Execution execution, Outcome outcome)
    {
        var sent = execution.Exchanges.Where(exchange => exchange.Call == outcome.Number && !exchange.IsCanary).ToList();
        AssertNothingAfter(outcome.Ended!.Value, "the call had ended");
        if (outcome.CancelledAt is not null)
            Assert.Equal(outcome.SentWhenCancelled, sent.Count);
        if (outcome.SourceThrewAt is { } threw)
            AssertNothingAfter(threw, "the source had failed");
        if (outcome.Call.TimeLimit is { } limit)
            AssertNothingAfter(outcome.Started + TimeSpan.FromMilliseconds(limit), "the time limit");

        void AssertNothingAfter(TimeSpan end, string what) =>
            Assert.All(sent, exchange => Assert.True(exchange.At <= end, $"Sent after {what}: {exchange}"));
    }

    private static void Attempts(Execution execution, Outcome outcome)
    {
        if (outcome.IsComplete)
            Assert.Equal(
                execution.Exchanges.Count(exchange => exchange.Call == outcome.Number && !exchange.IsCanary), outcome.Results.Sum(result => result.Attempts));
    }

    private static void InFlight(Execution execution)
    {
        Assert.InRange(execution.Server.MostInFlight, 0, execution.Plan.MaxConcurrency);
        foreach (var outcome in execution.Outcomes)
        {
            var cap = outcome.Call.MaxConcurrency ?? execution.Plan.MaxConcurrency;
            Assert.InRange(execution.Server.MostInFlightOfCall[outcome.Number], 0, cap);
        }
    }

    private static void AnnouncedWaitsOfItems(Execution execution)
    {
        foreach (var item in execution.Exchanges.GroupBy(exchange => exchange.Item))
        {
            foreach (var (refused, next) in item.Zip(item.Skip(1)))
            {
                // Who is told to wait for long is asked once more, or looks for all others: nobody fails on the word of one answer.
                var isEarly = next.At < refused.AnsweredAt + refused.RetryAfter - Rounding;
                Assert.True(!isEarly || refused.RetryAfter > ShortestChecked(execution), $"Before its Retry-After, after {refused}: {next}");
                Assert.False(
                    !isEarly && IsTooLong(execution, refused) && refused.RetryAfter > Tick, $"A Retry-After beyond MaxRetryAfter is waited for, after {refused}: {next}");
            }
        }
    }

    private static void AnnouncedWaitsOfTheClient(Execution execution)
    {
        foreach (var refused in execution.Exchanges)
        {
            // What nobody listened to holds nobody; nor does, from the second one on, a refusal that is held against its item alone.
            var bindsAll = refused.RetryAfter > Tick && refused.IsHeard && IsItsFirst(execution, refused);
            if (!bindsAll || refused.RetryAfter > ShortestChecked(execution))
                continue;

            var until = refused.AnsweredAt + refused.RetryAfter - Rounding;
            var early = execution.Exchanges.FirstOrDefault(
                exchange => exchange.At > refused.EndedAt && exchange.At < until && !IsDisproved(execution, refused, exchange.At));
            Assert.True(early is null, $"{early} leaves inside the wait that {refused} announced to everybody.");
        }
    }

    private static void NothingIsLeftBehind(Execution execution)
    {
        Assert.Equal(execution.Plan.MaxConcurrency, execution.FreeSlots);
        Assert.Equal(0, execution.RegistrationsLeft);
        Assert.Equal(2 * execution.Plan.MaxConcurrency, execution.Afterwards.Count);
        Assert.All(execution.Afterwards, result => Assert.True(result.Succeeded, $"The client is not itself again: {result}"));
    }

    private static bool IsTooLong(Execution execution, Exchange refused) =>
        refused.RetryAfter > TimeSpan.FromSeconds(execution.Plan.MaxRetryAfter);

    // Longer waits may be looked into.
    private static TimeSpan ShortestChecked(Execution execution) =>
        TimeSpan.FromSeconds(Math.Min(LongWait.TotalSeconds, execution.Plan.MaxRetryAfter));

    private static bool IsItsFirst(Execution execution, Exchange refused) =>
        execution.Exchanges.First(exchange => ReferenceEquals(exchange.Item, refused.Item) && exchange.IsRefused) == refused;

    // Somebody was served by then who left after the middle of the refused one's round trip.
    private static bool IsDisproved(Execution execution, Exchange refused, TimeSpan by) => execution.Exchanges.Any(exchange =>
        exchange.IsServed && exchange.EndedAt <= by && exchange.At >= (refused.At + refused.AnsweredAt!.Value) / 2);
}
