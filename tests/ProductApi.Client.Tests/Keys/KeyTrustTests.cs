using ProductApi.Client.Keys;

namespace ProductApi.Client.Tests.Keys;

public sealed class KeyTrustTests
{
    private const double Patience = 120;

    private readonly KeyTrust _trust = new(Patience);
    private readonly ApiKey _old = new("old", "Bearer");
    private readonly ApiKey _new = new("new", "Bearer");
    private double _now;
    private ApiKey _current;

    public KeyTrustTests() => _current = _old;

    [Fact]
    public void A_first_rejection_holds_new_requests_back_until_one_in_flight_is_served()
    {
        Send(4);
        End(KeyVerdict.Rejected);
        Assert.False(MaySend);
        End(KeyVerdict.Nothing);
        Assert.False(MaySend);

        End(KeyVerdict.Accepted);

        Assert.True(MaySend);
        Assert.True(_trust.IsTrusted);
        Assert.Null(_trust.Rejection);
    }

    [Theory]
    [InlineData(KeyVerdict.Rejected)]
    [InlineData(KeyVerdict.Forbidden)]
    [InlineData(KeyVerdict.Nothing)]
    internal void A_key_that_nobody_in_flight_is_served_with_is_rejected(KeyVerdict last)
    {
        Send(2);
        End(KeyVerdict.Rejected);

        End(last);

        Assert.False(MaySend);
        Assert.False(_trust.Rejection?.IsTransient);
        Assert.Contains("API key", _trust.Rejection!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_403_rejects_a_key_only_where_nothing_was_ever_served()
    {
        Send(2);
        End(KeyVerdict.Forbidden);
        End(KeyVerdict.Accepted);
        Send(20);

        for (var i = 0; i < 20; i++)
            End(KeyVerdict.Forbidden);

        Assert.True(_trust.IsTrusted);
    }

    [Fact]
    public void A_403_rejects_a_key_that_took_the_place_of_one_that_was_accepted()
    {
        Send(1);
        End(KeyVerdict.Accepted);
        _current = _new;
        Send(1);

        End(KeyVerdict.Forbidden);

        Assert.False(MaySend);
        Assert.Contains("403", _trust.Rejection?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_accepted_by_one_server_says_nothing_about_the_next()
    {
        Send(1);
        End(KeyVerdict.Accepted);
        _trust.OnServerChanged();
        Send(1);

        End(KeyVerdict.Rejected);

        Assert.False(_trust.Rejection?.IsTransient);
    }

    [Fact]
    public void Time_in_which_nobody_asked_is_not_counted_as_patience()
    {
        Send(9);
        End(KeyVerdict.Accepted);
        for (var i = 0; i < 8; i++)
            End(KeyVerdict.Rejected);
        Assert.True(_trust.IsHeld);
        _now += 3_600;

        End(KeyVerdict.Rejected, _trust.OnSend());

        Assert.Null(_trust.Rejection);
        Assert.True(_trust.IsHeld);
    }

    [Fact]
    public void A_403_to_the_first_request_rejects_the_key()
    {
        Send(1);

        End(KeyVerdict.Forbidden);

        Assert.Contains("403", _trust.Rejection?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_last_one_in_flight_was_cancelled_another_one_finds_out()
    {
        Send(2);
        End(KeyVerdict.Rejected);

        End(KeyVerdict.NotSent);

        Assert.Null(_trust.Rejection);
        Assert.True(MaySend);
        Send(1);
        Assert.False(MaySend);
    }

    [Fact]
    public void Eight_rejections_in_a_row_stop_a_key_that_was_never_accepted()
    {
        Send(20);
        for (var i = 0; i < 7; i++)
            End(KeyVerdict.Rejected);
        Assert.Null(_trust.Rejection);

        End(KeyVerdict.Rejected);

        Assert.NotNull(_trust.Rejection);
    }

    [Fact]
    public void Under_a_rejected_key_one_request_a_minute_asks_again()
    {
        Send(1);
        End(KeyVerdict.Rejected);
        _now += 59.9;
        Assert.False(MaySend);

        _now += 0.2;
        Assert.True(MaySend);
        var probe = _trust.OnSend();
        Assert.False(MaySend);
        End(KeyVerdict.Rejected, probe);
        Assert.False(MaySend);
        _now += 60.1;
        End(KeyVerdict.Accepted, _trust.OnSend());

        Assert.True(_trust.IsTrusted);
        Assert.Null(_trust.Rejection);
    }

    [Fact]
    public void A_new_key_is_trusted_at_once()
    {
        Send(1);
        End(KeyVerdict.Rejected);

        _current = _new;

        Assert.True(MaySend);
        Assert.Null(_trust.Rejection);
    }

    [Fact]
    public void What_a_replaced_key_was_worth_says_nothing_about_the_present_one()
    {
        Send(20);
        _current = _new;

        for (var i = 0; i < 9; i++)
            _trust.OnEnd(_now, default, KeyVerdict.Rejected, _old, _current, 7);

        Assert.True(_trust.IsTrusted);
    }

    [Fact]
    public void Seven_rejections_between_served_ones_hold_nobody()
    {
        Send(16);
        End(KeyVerdict.Accepted);
        for (var i = 0; i < 7; i++)
            End(KeyVerdict.Rejected);
        End(KeyVerdict.Accepted);
        for (var i = 0; i < 7; i++)
            End(KeyVerdict.Rejected);

        Assert.True(MaySend);
        Assert.False(_trust.IsHeld);
    }

    [Fact]
    public void Eight_rejections_in_a_row_hold_a_key_that_was_accepted_and_a_served_product_is_asked_for()
    {
        Hold();

        Assert.False(MaySend);
        _now += 0.5;
        Assert.True(MaySend);
        var probe = _trust.OnSend();
        Assert.Equal((true, (ProductId?)"served"), (probe.IsProbe, probe.Witness));
        Assert.False(MaySend);

        End(KeyVerdict.Accepted, probe);

        Assert.True(MaySend);
        Assert.False(_trust.IsHeld);
    }

    [Fact]
    public void Probes_of_a_held_key_come_more_and_more_slowly_until_the_patience_is_over()
    {
        Hold();
        var probes = 0;
        while (_trust.Rejection is null)
        {
            _now = Math.Max(_now, _trust.AskAt);
            Assert.True(MaySend);
            End(KeyVerdict.Rejected, _trust.OnSend());
            probes++;
        }

        Assert.InRange(_now, Patience, Patience + 6);
        Assert.InRange(probes, 20, 30);
        Assert.True(_trust.Rejection.IsTransient);
    }

    [Fact]
    public void An_item_that_is_rejected_twice_while_others_are_served_is_to_blame_itself()
    {
        var trial = new KeyTrial();
        Send(3);
        End(KeyVerdict.Accepted);
        End(KeyVerdict.Rejected);
        Assert.True(ShallAskAgain(ref trial));
        End(KeyVerdict.Accepted);
        Send(2);
        End(KeyVerdict.Rejected);

        Assert.False(ShallAskAgain(ref trial));
    }

    [Fact]
    public void An_item_that_is_rejected_twice_while_nobody_is_served_is_not_to_blame_yet()
    {
        var trial = new KeyTrial();
        Send(3);
        End(KeyVerdict.Accepted);
        End(KeyVerdict.Rejected);
        Assert.True(ShallAskAgain(ref trial));
        Send(1);
        End(KeyVerdict.Rejected);

        Assert.True(ShallAskAgain(ref trial));
    }

    [Fact]
    public void A_lone_item_that_is_rejected_twice_is_asked_about_a_served_product_at_once()
    {
        var trial = new KeyTrial();
        Send(1);
        End(KeyVerdict.Accepted, id: "served");
        Reject();
        Assert.True(ShallAskAgain(ref trial));
        Reject();

        Assert.True(ShallAskAgain(ref trial));
        Assert.True(MaySend);
        var probe = _trust.OnSend();
        Assert.Equal((ProductId?)"served", probe.Witness);
        End(KeyVerdict.Accepted, probe);
        Reject();
        Assert.False(ShallAskAgain(ref trial));
    }

    [Fact]
    public void An_item_whose_key_was_replaced_is_always_asked_for_again()
    {
        var trial = new KeyTrial();
        _current = _new;

        Assert.True(_trust.ShallAskAgain(_now, ref trial, _old, _current));
    }

    private bool MaySend => _trust.MaySend(_now, _current);

    private void Hold()
    {
        Send(9);
        End(KeyVerdict.Accepted, id: "served");
        for (var i = 0; i < 8; i++)
            End(KeyVerdict.Rejected);
        Assert.True(_trust.IsHeld);
    }

    private void Reject()
    {
        Send(1);
        End(KeyVerdict.Rejected);
    }

    private void Send(int times)
    {
        for (var i = 0; i < times; i++)
            _trust.OnSend();
    }

    private void End(KeyVerdict verdict, KeyPass pass = default, string id = "7") => _trust.OnEnd(
        _now, pass, verdict, _current, _current, id);

    private bool ShallAskAgain(ref KeyTrial trial) => _trust.ShallAskAgain(_now, ref trial, _current, _current);
}
