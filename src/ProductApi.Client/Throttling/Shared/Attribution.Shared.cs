namespace ProductApi.Client.Throttling;

/// <content>Other processes tell only that the host is back.</content>
internal sealed partial class Attribution
{
    public void GiveCanaryItsTurn() => _isCanarysTurn = true;
}
