namespace ProductApi.Client.Throttling;

/// <summary>Requests per second in the busiest moment since no pace was known. An average would count idle hours.</summary>
internal sealed partial class Busiest
{
    private const double Moment = 0.1;

    private double _start = double.NegativeInfinity;
    private int _sent;
    private int _sentBefore;

    public double Rate { get; private set; } = 1;

    public void OnSend(double now)
    {
        var age = now - _start;
        if (age >= 2 * Moment)
            (_start, _sent, _sentBefore) = (now, 0, 0);
        else if (age >= Moment)
            (_start, _sent, _sentBefore) = (_start + Moment, 0, _sent);
        _sent++;
        var seen = Moment + (_sentBefore > 0 ? Math.Min(Moment, now - _start) : 0);
        Rate = Math.Max(Rate, (_sent + _sentBefore) / seen);
    }
}
