namespace ProductApi.Client.Tests.Support;

/// <summary>Tests on virtual time look at the thread pool to see whether anybody works: nothing may run beside them.</summary>
[CollectionDefinition(nameof(VirtualTime), DisableParallelization = true)]
public sealed class VirtualTime;

/// <summary>Tests that listen to whatever is said in the process: nothing may be said beside them.</summary>
[CollectionDefinition(nameof(WholeProcess), DisableParallelization = true)]
public sealed class WholeProcess;
