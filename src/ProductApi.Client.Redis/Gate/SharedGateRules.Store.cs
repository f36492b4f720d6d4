using ProductApi.Client.Redis.Store;

namespace ProductApi.Client.Redis.Gate;

/// <content>Talking to the store.</content>
internal sealed partial class SharedGateRules
{
    // A rule runs again so often when others are faster.
    private const int MostAttempts = 5;

    // Seconds between reports without need of a grant: a tenth of the cycle's age; between questions while the store is gone.
    private const double ShortestBeat = 0.05;
    private const double LongestBeat = 1;
    private const double BeatPart = 0.1;
    private const double AskAgain = 0.25;

    // Nobody sends, waits or is answered for so long, in seconds: the process falls silent.
    private const double Idle = 10;

    private bool _isAsking;
    private bool _isBeating;
    private int _putting;
    private double _activeAt;

    private int Held => _grants.Count + _granted;

    public override void AfterStep() => _store.StartCalls();

    private void Take(double now, int want, bool isProbe)
    {
        if (_isAsking)
            return;

        _isAsking = true;
        var request = new TakeRequest(_report.Take(_offset, Held, SeedAt(now)), want, isProbe);
        var (later, known) = (_later, _version);
        _later = [];
        _store.Take(request, reply => _host.Run(at => OnTaken(at, reply, known, want, later)));
    }

    private void OnTaken(double now, TakeReply? reply, StateNumber? known, int want, List<Action<double>> later)
    {
        _isAsking = false;
        if (reply is null)
        {
            GoAlone(now);
        }
        else
        {
            ComeBack();

            // The store has gone back to an older state: that is what counts now.
            if (known is { } version && reply.State.Version.CompareTo(version) < 0)
                (_version, _epoch) = (null, null);
            (_members, _cap, _isRamping) = (reply.Members, reply.Cap, reply.IsRamping);
            Adopt(now, reply.State);
            TakeGrants(reply);
            _retryAt = want > 0 && reply.Times.Count == 0 ? now + reply.Retry + (reply.Spread * _random()) : 0;
        }

        foreach (var rule in later)
            rule(now);
        JudgeAll(now);
        if (_later.Count > 0)
            Take(now, 0, isProbe: false);
    }

    private void TakeGrants(TakeReply reply)
    {
        if (reply.Times.Count > 0)
            MoveUpTo(reply.First + _offset);
        for (var i = 0; i < reply.Times.Count; i++)
            _grants.Add(new Grant(reply.Times[i], reply.First + i + _offset, reply.IsLook));
        DropOldGrants();
    }

    private void Put(double now, bool hasEvidence, bool hasWait, bool hasOpening, Action<double> rule, int attempt)
    {
        var request = new PutRequest(_report.Take(_offset, _isAsking ? null : Held, SeedAt(now)), _version!.Value)
        {
            Evidence = hasEvidence ? _rate.Save(_offset) : null,
            Announced = hasWait ? Announced.Save() : null,
            Opening = hasOpening ? _opening : null,
        };
        _putting++;
        _store.Put(request, reply => _host.Run(at => OnPut(at, reply, rule, attempt)));
    }

    private void OnPut(double now, PutReply? reply, Action<double> rule, int attempt)
    {
        _putting--;
        if (reply is null)
        {
            GoAlone(now);
            return;
        }

        Adopt(now, reply.State, wasRefused: !reply.IsCurrent);
        if (!reply.IsCurrent && attempt < MostAttempts)
            Apply(now, rule, attempt + 1);
    }

    private void OnNews(double now, SharedState state)
    {
        if (_isShared && _version is { } version && state.Version.CompareTo(version) > 0)
            Adopt(now, state);
    }

    // Reports for as long as there is something to report.
    private void Beat(double now)
    {
        _activeAt = now;
        if (_isBeating)
            return;

        _isBeating = true;
        BeatAfter(ShortestBeat * _random());
    }

    private void BeatAfter(double seconds) => _store.After(seconds, () => _host.Run(OnBeat));

    private void OnBeat(double now)
    {
        if (InFlight == 0 && _host.Waiting == 0 && now - _activeAt > Idle)
        {
            _isBeating = false;
            return;
        }

        Take(now, 0, isProbe: false);
        var age = now - (_rate.CycleStart ?? now);
        BeatAfter(_isShared ? Math.Clamp(BeatPart * age, ShortestBeat, LongestBeat) : AskAgain);
    }
}
