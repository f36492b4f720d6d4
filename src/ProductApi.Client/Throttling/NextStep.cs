namespace ProductApi.Client.Throttling;

/// <summary>What an item does next.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Wait">How long to wait before, in seconds.</param>
/// <param name="GiveUp">Why it is given up.</param>
internal readonly record struct NextStep(NextStepKind Kind, double Wait = 0, GiveUp? GiveUp = null);

internal enum NextStepKind
{
    /// <summary>Ask the gate again.</summary>
    AskAgain,

    /// <summary>Look again after the wait.</summary>
    LookAgain,

    /// <summary>Leave: the send is the item's.</summary>
    Send,

    /// <summary>Go to the side door: it has become a suspect.</summary>
    StepAside,

    /// <summary>Sit out the wait that was announced to the item.</summary>
    SitOut,

    /// <summary>The last answer is the result.</summary>
    TakeAnswer,

    /// <summary>There will be no answer.</summary>
    GiveUp,
}
