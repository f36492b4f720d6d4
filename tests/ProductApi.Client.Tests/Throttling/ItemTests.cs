using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class ItemTests
{
    private readonly Item _item = new();

    [Fact]
    public void Refusals_are_contradicted_when_somebody_was_served_who_left_later()
    {
        _item.OnRefused(lastSend: 10, lastServed: 5);
        _item.OnRefused(lastSend: 20, lastServed: 10);
        Assert.Equal((0, 10), (_item.Contradicted, _item.Mark));

        _item.OnRefused(lastSend: 30, lastServed: 11);

        Assert.Equal((1, 30, 3), (_item.Contradicted, _item.Mark, _item.Refused));
    }

    [Fact]
    public void Of_refusals_between_two_contradictions_four_count()
    {
        for (var i = 0; i < 10; i++)
            _item.OnRefused(lastSend: 10, lastServed: 5);
        Assert.Equal(4, _item.Refused);

        _item.OnRefused(lastSend: 20, lastServed: 11);
        for (var i = 0; i < 10; i++)
            _item.OnRefused(lastSend: 20, lastServed: 11);

        Assert.Equal((8, 1), (_item.Refused, _item.Contradicted));
    }

    [Fact]
    public void It_is_outrun_when_somebody_was_served_who_left_after_its_last_refusal()
    {
        _item.OnRefused(lastSend: 10, lastServed: 5);
        _item.OnRefused(lastSend: 20, lastServed: 5);

        Assert.False(_item.IsOutrun(lastServed: 20));
        Assert.True(_item.IsOutrun(lastServed: 21));
    }

    [Fact]
    public void Its_own_wait_doubles_from_25_to_400_milliseconds()
    {
        List<double> waits = [];
        for (var i = 0; i < 20; i++)
        {
            _item.OnRefused(lastSend: 10 * i, lastServed: (10 * i) - 1);
            waits.Add(_item.OwnWait());
        }

        Assert.Equal([0.025, 0.05, 0.1, 0.2, 0.4, 0.4], waits.Take(6));
        Assert.Equal(0.4, waits[^1]);
    }

    [Fact]
    public void It_has_one_say_about_how_many_may_be_in_flight()
    {
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(_ => _item.MayLowerLimit()));
    }

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
}
