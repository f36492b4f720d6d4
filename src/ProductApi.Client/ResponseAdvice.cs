namespace ProductApi.Client;

/// <summary>What a <see cref="ProductClientOptions.ResponseRule"/> makes of an answer.</summary>
public sealed class ResponseAdvice
{
    private ResponseAdvice(ResponseAdviceKind kind, TimeSpan? wait)
    {
        Kind = kind;
        Wait = wait;
    }

    /// <summary>The answer is the result and is not asked for again: a successful one is read as a product, any other is an error that is
    /// not transient.</summary>
    public static ResponseAdvice Final { get; } = new(ResponseAdviceKind.Final, wait: null);

    internal ResponseAdviceKind Kind { get; }

    internal TimeSpan? Wait { get; }

    /// <summary>The server refuses because of the load: the answer is treated as a 429, so the client slows down, and the id is asked for
    /// again without a charge.</summary>
    /// <param name="wait">How long to wait. By default, what the answer's headers announce, if anything.</param>
    /// <returns>The advice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="wait"/> is negative.</exception>
    public static ResponseAdvice PushBack(TimeSpan? wait = null) => new(ResponseAdviceKind.PushBack, NotNegative(wait));

    /// <summary>The answer is a transient fault, as a 500 is: the id is asked for again, up to
    /// <see cref="ProductClientOptions.MaxRetryAttempts"/> times.</summary>
    /// <param name="wait">How long this id waits, at least. By default, what the answer's headers announce, if anything.</param>
    /// <returns>The advice.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="wait"/> is negative.</exception>
    public static ResponseAdvice Transient(TimeSpan? wait = null) => new(ResponseAdviceKind.Transient, NotNegative(wait));

    /// <summary>Returns what to do and for how long to wait.</summary>
    /// <returns>A text such as <c>PushBack, 00:00:02</c>.</returns>
    public override string ToString() => Wait is null ? $"{Kind}" : $"{Kind}, {Wait}";

    private static TimeSpan? NotNegative(TimeSpan? wait)
    {
        if (wait is { } time)
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, nameof(wait));
        return wait;
    }
}

internal enum ResponseAdviceKind
{
    PushBack,
    Transient,
    Final,
}
