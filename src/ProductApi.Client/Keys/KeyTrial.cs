namespace ProductApi.Client.Keys;

/// <summary>What one item has met: how often it was rejected under an accepted key, how many others had been accepted by then, and how
/// often its key was replaced meanwhile.</summary>
internal struct KeyTrial
{
    public int Rejections;
    public int Replaced;
    public long AcceptedBefore;
}
