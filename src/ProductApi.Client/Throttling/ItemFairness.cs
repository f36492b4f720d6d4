namespace ProductApi.Client.Throttling;

/// <summary>Tells an item the host refuses from a host that refuses everybody: one id alone must not stop the others.</summary>
internal sealed class ItemFairness
{
    private const int MaxRefusals = 8;

    private readonly object _lock = new();
    private long _served;
    private Uri? _bannedAlone;

    public void OnServed()
    {
        lock (_lock)
        {
            _served++;
            _bannedAlone = null;
        }
    }

    public Item StartItem(Uri? address) => new(this, address);

    internal sealed class Item(ItemFairness all, Uri? address)
    {
        private int _refusals;
        private long _servedAtLastRefusal;

        /// <summary>Takes in a refusal and returns whether it is to be held against this item alone, which then fails with it.</summary>
        /// <param name="beyondPatience">The host announced a wait that is too long to be waited for.</param>
        public bool IsTheItemsOwn(bool beyondPatience)
        {
            lock (all._lock)
            {
                // A second, different item that is told so proves that everybody is meant.
                if (beyondPatience && (all._bannedAlone is null || all._bannedAlone == address))
                {
                    all._bannedAlone = address;
                    return true;
                }

                if (_refusals == 0 || all._served > _servedAtLastRefusal)
                    _refusals++;
                _servedAtLastRefusal = all._served;
                return _refusals >= MaxRefusals;
            }
        }
    }
}
