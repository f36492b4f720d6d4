using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class ItemTroubleTests
{
    private readonly ItemTrouble _trouble = new();

    [Fact]
    public void Refusals_are_contradicted_when_somebody_was_served_who_left_later()
    {
        _trouble.OnRefused(lastSend: 10, lastServed: 5);
        _trouble.OnRefused(lastSend: 20, lastServed: 10);
        Assert.Equal((0, 10), (_trouble.Contradicted, _trouble.Mark));

        _trouble.OnRefused(lastSend: 30, lastServed: 11);

        Assert.Equal((1, 30, 3), (_trouble.Contradicted, _trouble.Mark, _trouble.Refused));
    }

    [Fact]
    public void Of_refusals_between_two_contradictions_four_count()
    {
        for (var i = 0; i < 10; i++)
            _trouble.OnRefused(lastSend: 10, lastServed: 5);
        Assert.Equal(4, _trouble.Refused);

        _trouble.OnRefused(lastSend: 20, lastServed: 11);
        for (var i = 0; i < 10; i++)
            _trouble.OnRefused(lastSend: 20, lastServed: 11);

        Assert.Equal((8, 1), (_trouble.Refused, _trouble.Contradicted));
    }

    [Fact]
    public void It_is_outrun_when_somebody_was_served_who_left_after_its_last_refusal()
    {
        _trouble.OnRefused(lastSend: 10, lastServed: 5);
        _trouble.OnRefused(lastSend: 20, lastServed: 5);

        Assert.False(_trouble.IsOutrun(lastServed: 20));
        Assert.True(_trouble.IsOutrun(lastServed: 21));
    }

    [Fact]
    public void Its_own_wait_doubles_from_25_to_400_milliseconds()
    {
        List<double> waits = [];
        for (var i = 0; i < 20; i++)
        {
            _trouble.OnRefused(lastSend: 10 * i, lastServed: (10 * i) - 1);
            waits.Add(_trouble.OwnWait());
        }

        Assert.Equal([0.025, 0.05, 0.1, 0.2, 0.4, 0.4], waits.Take(6));
        Assert.Equal(0.4, waits[^1]);
    }

    [Fact]
    public void It_has_one_say_about_how_many_may_be_in_flight()
    {
        Assert.Equal([true, false, false], Enumerable.Range(0, 3).Select(_ => _trouble.MayLowerLimit()));
    }

    [Fact]
    public void A_wait_that_is_its_own_is_none_that_its_refusals_have_shown()
    {
        _trouble.SitOut(until: 5, isToldAlone: true, mayLook: true);
        Assert.Equal((5, true, false), (_trouble.SitsOutUntil, _trouble.IsToldAlone, _trouble.IsWaitItsOwn));

        _trouble.SitOutOwn(until: 7);
        Assert.Equal((7, false, true), (_trouble.SitsOutUntil, _trouble.IsToldAlone, _trouble.IsWaitItsOwn));

        _trouble.SitOut(until: 9, isToldAlone: false, mayLook: true);
        Assert.Equal((9, false, false), (_trouble.SitsOutUntil, _trouble.IsToldAlone, _trouble.IsWaitItsOwn));
    }
}
