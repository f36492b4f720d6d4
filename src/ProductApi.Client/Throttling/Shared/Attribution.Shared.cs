namespace ProductApi.Client.Throttling;

/// <content>What other processes know of blame: nothing, but that the host is back.</content>
internal sealed partial class Attribution
{
    public void GiveCanaryItsTurn() => _isCanarysTurn = true;
}
