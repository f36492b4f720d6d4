using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class ItemTests
{
    [Fact]
    public void It_gives_its_slot_back_once()
    {
        using var slots = new SemaphoreSlim(1);
        var parked = 0;
        var slot = new Slot(slots, () => parked++);
        Assert.True(slot.TakeAsync(CancellationToken.None).IsCompletedSuccessfully);
        var item = new Item(slot);

        item.GiveSlotBackIfParked();
        Assert.Equal(0, slots.CurrentCount);
        item.SetAside(parks: true);
        item.GiveSlotBackIfParked();
        item.GiveSlotBackIfParked();
        slot.Dispose();

        Assert.Equal((1, 1, true), (slots.CurrentCount, parked, slot.WasParked));
    }

    [Fact]
    public void A_slot_that_was_given_back_in_the_end_was_not_parked()
    {
        using var slots = new SemaphoreSlim(1);
        var slot = new Slot(slots, () => Assert.Fail("Parked."));
        Assert.True(slot.TakeAsync(CancellationToken.None).IsCompletedSuccessfully);

        slot.Dispose();
        slot.Park();

        Assert.Equal((1, false), (slots.CurrentCount, slot.WasParked));
    }

    [Fact]
    [Trait("Contract", "4")]
    public async Task A_parked_item_keeps_its_place_among_those_of_its_call()
    {
        using var slots = new SemaphoreSlim(2, 2);
        using var own = new SemaphoreSlim(1, 1);
        var slot = new Slot(slots, own: own);
        await slot.TakeAsync(CancellationToken.None);

        slot.Park();
        Assert.Equal((2, 0), (slots.CurrentCount, own.CurrentCount));

        slot.Dispose();
        slot.Dispose();
        Assert.Equal((2, 1), (slots.CurrentCount, own.CurrentCount));
    }

    [Fact]
    public void It_is_inside_from_when_it_comes_until_it_is_done()
    {
        var item = new Item();

        item.Arrive(failuresBefore: 5);
        item.SetAside(parks: true);
        Assert.Equal((true, 5, true), (item.IsInside, item.FailuresBefore, item.IsParked));

        item.Leave();
        Assert.Equal((false, false), (item.IsInside, item.IsParked));
    }

    [Fact]
    public void What_the_last_server_answered_is_forgotten_at_the_next_one()
    {
        var (first, next) = (new GateRules(new ProductClientOptions()), new GateRules(new ProductClientOptions()));
        var item = new Item();
        item.ComeTo(first);
        item.InTrouble().OnError(1);
        item.OnAnswer();
        item.SetAside(parks: false);
        Assert.Equal((1, true, true), (item.Charge, item.HasAnswer, item.IsSuspect));

        item.ComeTo(next);

        Assert.Equal((next, null, false, false), (item.Rules, item.Trouble, item.HasAnswer, item.IsSuspect));
    }
}
