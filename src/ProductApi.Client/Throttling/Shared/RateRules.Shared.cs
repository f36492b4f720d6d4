namespace ProductApi.Client.Throttling;

/// <content>The parts, for rules that run on copies of what several processes share.</content>
internal partial class RateRules
{
    protected Pace PaceRule => _pace;

    protected Noise NoiseRule => _noise;

    protected SilentWindow WindowRule => _window;

    protected Cycle CycleRule
    {
        get => _cycle;
        set => _cycle = value;
    }
}
