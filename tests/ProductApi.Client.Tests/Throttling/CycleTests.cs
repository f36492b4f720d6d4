using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class CycleTests
{
    private readonly Cycle _cycle = new(first: 5);

    [Fact]
    public void It_begins_with_its_first_send()
    {
        _cycle.OnSend(10, number: 5);
        _cycle.OnSend(11, number: 6);

        Assert.Equal((10, 3), (_cycle.FirstAt, _cycle.Length(13)));
    }

    [Fact]
    public void One_that_began_with_a_push_back_began_then()
    {
        var cycle = new Cycle(first: 5, start: 8);
        cycle.OnSend(10, number: 5);

        Assert.Equal((10, 4), (cycle.FirstAt, cycle.Length(12)));
    }

    [Fact]
    public void A_refused_first_send_hands_its_place_on_and_counts_stay()
    {
        _cycle.OnSend(10, number: 5);
        _cycle.OnServed();

        _cycle.OnTooEarly(last: 7);

        Assert.Equal((8, 1), (_cycle.First, _cycle.RefusedFirst));
        Assert.Equal(0.5, _cycle.ServedRate(12));
    }

    [Fact]
    public void What_passed_was_sent_in_it_and_not_refused()
    {
        _cycle.OnSend(10, number: 5);
        _cycle.OnRefused(number: 4);
        _cycle.OnRefused(number: 7);
        _cycle.OnRefused(number: 8);

        Assert.Equal(4, _cycle.Passed(number: 10));
        Assert.Equal(0.5, _cycle.Passed(number: 5));
    }

    [Fact]
    public void A_first_send_that_was_refused_did_not_pass()
    {
        _cycle.OnSend(10, number: 5);
        _cycle.OnRefused(number: 5);

        Assert.Equal(6 - 1, _cycle.Passed(number: 10));
    }

    [Fact]
    public void What_served_nobody_served_half_a_request()
    {
        _cycle.OnSend(10, number: 5);

        Assert.Equal(0.25, _cycle.ServedRate(12));
    }

    [Fact]
    public void It_is_never_shorter_than_a_millisecond()
    {
        Assert.Equal(0.001, _cycle.Length(10));
    }
}
