namespace ProductApi.Client.Keys;

/// <summary>What a request's end says about the key it was sent with.</summary>
internal enum KeyVerdict
{
    /// <summary>Nothing was sent, or the caller cancelled it.</summary>
    NotSent,

    /// <summary>It failed for another reason.</summary>
    Nothing,

    /// <summary>The server answered to the product: the key is good.</summary>
    Accepted,

    /// <summary>401.</summary>
    Rejected,

    /// <summary>403: a wrong key only where nothing was ever served.</summary>
    Forbidden,
}
