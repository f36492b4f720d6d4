namespace ProductApi.Client.Tests.Properties;

/// <summary>What holds whatever server and callers do.</summary>
internal static class Invariants
{
    // A wait is computed in floating point.
    private static readonly TimeSpan Rounding = TimeSpan.FromMicroseconds(10);

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
        // A canary is sent for the client, whoever asked for its product before.
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
                execution.Exchanges.Count(exchange => exchange.Call == outcome.Number
                    && !exchange.IsCanary), outcome.Results.Sum(result => result.Attempts));
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
            var early = 0;
            foreach (var (refused, next) in item.Zip(item.Skip(1)))
            {
                if (refused.RetryAfter == TimeSpan.Zero || next.At >= refused.AnsweredAt + refused.RetryAfter - Rounding)
                {
                    early = 0;
                    continue;
                }

                // The look into a long wait, or once more because others were served.
                Assert.True(refused.RetryAfter > LongWait(execution), $"Before its Retry-After, after {refused}: {next}");
                Assert.True(++early <= 2, $"Again and again before its Retry-After, after {refused}: {next}");
            }
        }
    }

    private static void AnnouncedWaitsOfTheClient(Execution execution)
    {
        foreach (var refused in execution.Exchanges)
        {
            // What nobody listened to holds nobody; nor does a refusal that is held against its item alone.
            var bindsAll = refused.RetryAfter > TimeSpan.FromSeconds(1) && refused.IsHeard;
            if (!bindsAll || IsTooLong(execution, refused) || EndsItsItem(execution, refused) || IsContradicted(execution, refused))
                continue;

            // One may look into it, or into each long one that is announced meanwhile, and again each ten seconds as long as that tells
            // nothing; a look that was cancelled is repeated.
            var until = refused.AnsweredAt + refused.RetryAfter - Rounding;
            var early = execution.Exchanges.Where(exchange => (exchange.AnsweredAt is not null || !exchange.IsCanary)
                && exchange.At > refused.EndedAt && exchange.At < until && !IsDisproved(execution, refused, exchange.At)).ToList();
            var others = execution.Exchanges.Count(other =>
                other.RetryAfter > LongWait(execution) && other.EndedAt > refused.EndedAt && other.EndedAt < until);
            var looks = 1 + others + (int)(refused.RetryAfter / TimeSpan.FromSeconds(10));
            Assert.True(early.Count <= looks, $"{early.LastOrDefault()} leaves inside the wait that {refused} announced to everybody.");
        }
    }

    // Somebody was served who left after the middle of its round trip.
    private static bool IsDisproved(Execution execution, Exchange refused, TimeSpan by) => execution.Exchanges.Any(served =>
        served.IsServed && served.At >= (refused.At + refused.EndedAt!.Value) / 2 - Rounding && served.EndedAt <= by + Rounding);

    // Refused again, while somebody was served who left after its former refusal.
    private static bool IsContradicted(Execution execution, Exchange refused) => execution.Exchanges.Any(former =>
        former != refused && ReferenceEquals(former.Item, refused.Item) && former.IsRefused && former.EndedAt <= refused.At
        && execution.Exchanges.Any(
            served => served.IsServed && served.At >= former.EndedAt - Rounding && served.EndedAt <= refused.EndedAt + Rounding));

    private static TimeSpan LongWait(Execution execution) => TimeSpan.FromSeconds(Math.Min(10, execution.Plan.MaxRetryAfter));

    private static void NothingIsLeftBehind(Execution execution)
    {
        Assert.Equal(execution.Plan.MaxConcurrency, execution.FreeSlots);
        Assert.Equal(0, execution.RegistrationsLeft);
        Assert.Equal(2 * execution.Plan.MaxConcurrency, execution.Afterwards.Count);
        Assert.All(execution.Afterwards, result => Assert.True(result.Succeeded, $"The client is not itself again: {result}"));
    }

    private static bool IsTooLong(Execution execution, Exchange refused) =>
        refused.RetryAfter > TimeSpan.FromSeconds(execution.Plan.MaxRetryAfter);

    private static bool EndsItsItem(Execution execution, Exchange refused)
    {
        var item = execution.Exchanges.Where(exchange => ReferenceEquals(exchange.Item, refused.Item)).ToList();
        return item[^1] == refused && item.Count(exchange => exchange.IsRefused) >= 8;
    }
}
