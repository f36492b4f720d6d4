using ProductApi.Client.Fetching;
using ProductApi.Client.Pipeline;
using ProductApi.Client.Tests.Throttling;
using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Fetching;

[Trait("Contract", "34")]
public sealed class StragglerWatchTests : GateTest
{
    private readonly List<string> _backedUp = [];

    [Fact]
    public void A_fetch_that_ends_with_its_backup_does_not_disturb_the_look()
    {
        // So many allow two backups.
        ServeMany(100);
        StragglerWatch<Product>? watch = null;
        using (watch = new StragglerWatch<Product>(Gate, Time, (fetch, backup) =>
        {
            _backedUp.Add(backup.Id.ToString());
            watch!.Remove(fetch);
        }))
        {
            watch.Add(Begin("1"));
            watch.Add(Begin("2"));
            Pass(0.5);
        }

        Assert.Equal(["1", "2"], _backedUp);
    }

    [Fact]
    public void A_fetch_that_has_ended_is_not_looked_at()
    {
        ServeMany(100);
        using var watch = Watch();
        var fetch = Begin("1");
        watch.Add(fetch);
        watch.Remove(fetch);

        Pass(1);

        Assert.Empty(_backedUp);
    }

    [Fact]
    public void A_runs_first_backup_may_be_owed_and_no_other()
    {
        ServeMany(20);
        using var watch = Watch();
        watch.Add(Begin("1"));
        watch.Add(Begin("2"));

        Pass(1);

        Assert.Equal(["1"], _backedUp);
        Assert.Equal(1, watch.Backups);
    }

    [Fact]
    public void A_backup_that_was_not_sent_is_given_back()
    {
        ServeMany(20);
        using var watch = Watch();
        watch.Add(Begin("1"));
        watch.Add(Begin("2"));
        Pass(0.3);

        watch.OnNotSent();
        Assert.Equal(0, watch.Backups);
        Pass(0.5);

        Assert.Equal(["1", "2"], _backedUp);
    }

    [Fact]
    public void A_backup_that_was_not_sent_is_given_back_to_the_gate()
    {
        ServeMany(20);
        var other = new Item();
        Enter(other);
        using var watch = Watch();
        watch.Add(Begin("1"));
        Pass(0.3);
        Assert.False(Gate.TryBackUp(other, isFirst: false));

        watch.OnNotSent();

        Assert.True(Gate.TryBackUp(other, isFirst: false));
    }

    [Fact]
    public void A_backup_is_cancelled_when_it_is_late_itself()
    {
        ServeMany(20);
        BackupRequest<Product>? backup = null;
        using var watch = new StragglerWatch<Product>(Gate, Time, (_, made) => backup = made);
        watch.Add(Begin("1"));
        Pass(0.3);
        Enter(backup!.State.Item);
        Pass(0.2);
        Assert.False(backup.Token.IsCancellationRequested);

        Pass(0.2);

        Assert.True(backup.Token.IsCancellationRequested);
    }

    [Theory]
    [InlineData(0.25, true)]
    [InlineData(0.35, true)]
    [InlineData(0.36, false)]
    public void A_look_that_comes_more_than_a_tenth_of_a_second_late_leaves_it_to_the_next_one(double firstLook, bool isInTime)
    {
        ServeMany(20);
        var time = new HandFiredTime(Time);
        using var watch = new StragglerWatch<Product>(Gate, time, (_, backup) => _backedUp.Add(backup.Id.ToString()));
        watch.Add(Begin("1"));

        Pass(firstLook);
        time.Fire();
        Assert.Equal(isInTime ? 1 : 0, _backedUp.Count);

        Pass(0.05);
        time.Fire();
        Assert.Single(_backedUp);
    }

    [Fact]
    public void A_look_that_comes_while_the_one_before_is_under_way_does_nothing()
    {
        // So many allow two backups.
        ServeMany(100);
        var time = new HandFiredTime(Time);
        StragglerWatch<Product>? watch = null;
        string[] backedUpMeanwhile = [];
        Exception? failure = null;
        using (watch = new StragglerWatch<Product>(Gate, time, (fetch, backup) =>
        {
            _backedUp.Add(backup.Id.ToString());
            if (_backedUp.Count > 1)
                return;

            watch!.Remove(fetch);
            var second = new Thread(() => failure = Record.Exception(time.Fire));
            second.Start();
            second.Join();
            backedUpMeanwhile = [.. _backedUp];
        }))
        {
            watch.Add(Begin("1"));
            watch.Add(Begin("2"));
            Pass(0.3);
            time.Fire();
        }

        Assert.Null(failure);
        Assert.Equal(["1"], backedUpMeanwhile);
        Assert.Equal(["1", "2"], _backedUp);
    }

    private void ServeMany(int count)
    {
        for (var i = 0; i < count; i++)
            Serve();
    }

    private StragglerWatch<Product> Watch() => new(Gate, Time, (_, backup) => _backedUp.Add(backup.Id.ToString()));

    private InFlightFetch<Product> Begin(ProductId id)
    {
        var state = new RequestState(new Item()) { Attempts = 1 };
        Enter(state.Item);
        var fetch = new InFlightFetch<Product>(CancellationToken.None);
        fetch.Begin(id, state);
        return fetch;
    }

    /// <summary>A clock with one timer, which fires when the test says so.</summary>
    private sealed class HandFiredTime(TimeProvider time) : TimeProvider, ITimer
    {
        private Action? _fire;

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _fire = () => callback(state);
            return this;
        }

        public void Fire() => _fire!();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
