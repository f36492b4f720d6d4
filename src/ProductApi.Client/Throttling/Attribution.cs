namespace ProductApi.Client.Throttling;

/// <summary>Tells an item the host refuses from a host that refuses everybody: one id alone must not stop the others.</summary>
internal sealed class Attribution
{
    private const int MaxRefusals = 8;

    private readonly object _lock = new();
    private long _served;
    private Uri? _bannedAlone;

    // Who was refused since the last success: nobody, one item, or several.
    private Uri? _refused;
    private bool _severalRefused;

    public void OnServed()
    {
        lock (_lock)
        {
            _served++;
            _bannedAlone = _refused = null;
            _severalRefused = false;
        }
    }

    /// <param name="address">What tells items apart.</param>
    /// <param name="pace">The client's pace before the item was refused for the first time.</param>
    public Item StartItem(Uri? address, double? pace) => new(this, address, pace);

    internal sealed class Item(Attribution all, Uri? address, double? pace)
    {
        private int _refusals;
        private long _servedAtLastRefusal;

        public double? PaceBefore => pace;

        /// <summary>Whether the host has refused nobody else since it last served somebody.</summary>
        public bool IsRefusedAlone
        {
            get
            {
                lock (all._lock)
                    return !all._severalRefused;
            }
        }

        /// <summary>Takes in a refusal and returns whether it is to be held against this item alone, which then fails with it.</summary>
        /// <param name="beyondPatience">The host announced a wait that is too long to be waited for.</param>
        public bool IsTheItemsOwn(bool beyondPatience)
        {
            lock (all._lock)
            {
                all._severalRefused |= all._refused is not null && all._refused != address;
                all._refused = address;

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
