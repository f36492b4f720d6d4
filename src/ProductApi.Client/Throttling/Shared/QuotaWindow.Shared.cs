namespace ProductApi.Client.Throttling;

/// <content>A quota that several processes use up.</content>
internal sealed partial class QuotaWindow
{
    /// <summary>What is left, and until when; null: unknown.</summary>
    public (long? Left, double Reset) Known => (_left, _reset);

    public void Load(long? left, double reset) => (_left, _reset) = (left, reset);
}
