namespace ProductApi.Client.Sample.Worker;

/// <summary>Settings of all roles, from the section <c>Worker</c>.</summary>
internal sealed class WorkerOptions
{
    /// <summary>Where the job is kept, such as <c>redis:6379,ssl=true,user=...</c>.</summary>
    public string Redis { get; set; } = "127.0.0.1:6379";

    /// <summary>The name of the job.</summary>
    public string Job { get; set; } = "products";

    /// <summary>Whether the workers share what they learn about the API's limit.</summary>
    public bool Shared { get; set; } = true;

    /// <summary>A message not renewed for so long is taken over by another worker.</summary>
    public TimeSpan IdleTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>An id that fails for a passing reason is fetched so often before it is given up.</summary>
    public int MaxDeliveries { get; set; } = 5;
}
