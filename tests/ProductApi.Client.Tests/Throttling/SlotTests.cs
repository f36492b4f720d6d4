using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class SlotTests
{
    [Fact]
    public async Task Who_waits_for_a_place_of_all_calls_in_vain_gives_its_calls_place_back()
    {
        using var slots = new SemaphoreSlim(0, 1);
        using var own = new SemaphoreSlim(1, 1);
        using var cancellation = new CancellationTokenSource();
        var slot = new Slot(slots, own: own);
        var taking = slot.TakeAsync(cancellation.Token);
        Assert.Equal(0, own.CurrentCount);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
        slot.Dispose();
        Assert.Equal((0, 1), (slots.CurrentCount, own.CurrentCount));
    }

    [Fact]
    public async Task Who_waits_for_a_place_of_its_call_in_vain_takes_none_of_all_calls()
    {
        using var slots = new SemaphoreSlim(1, 1);
        using var own = new SemaphoreSlim(0, 1);
        using var cancellation = new CancellationTokenSource();
        var slot = new Slot(slots, own: own);
        var taking = slot.TakeAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => taking);
        slot.Dispose();
        Assert.Equal((1, 0), (slots.CurrentCount, own.CurrentCount));
    }
}
