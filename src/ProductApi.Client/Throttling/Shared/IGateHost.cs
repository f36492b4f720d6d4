namespace ProductApi.Client.Throttling;

/// <summary>What rules that hear from other processes need of their gate.</summary>
internal interface IGateHost
{
    /// <summary>How many items wait at the turnstile.</summary>
    int Waiting { get; }

    /// <summary>Runs a step under the gate's lock, with the time; who waits looks again at once.</summary>
    void Run(Action<double> step);
}

/// <summary>Makes the rules of one client's gate. Optional. Without one the gate uses <see cref="GateRules"/>; ProductApi.Client.Redis
/// registers one, keyed by the client's name.</summary>
internal interface IGateRulesFactory
{
    /// <param name="host">The gate.</param>
    /// <param name="options">The client's settings.</param>
    /// <param name="time">The clock.</param>
    /// <param name="started">The timestamp the gate counts its seconds from.</param>
    GateRules Create(IGateHost host, ProductClientOptions options, TimeProvider time, long started);
}
