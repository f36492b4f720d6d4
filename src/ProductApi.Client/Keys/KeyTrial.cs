namespace ProductApi.Client.Keys;

/// <summary>What one item has met under an accepted key: how often it was rejected, and how many others had been accepted by
/// then.</summary>
internal struct KeyTrial
{
    public int Rejections;
    public long AcceptedBefore;
}
