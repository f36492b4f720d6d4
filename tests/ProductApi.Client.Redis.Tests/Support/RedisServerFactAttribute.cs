namespace ProductApi.Client.Redis.Tests.Support;

/// <summary>A test that needs redis-server, and is skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RedisServerFactAttribute : FactAttribute
{
    public RedisServerFactAttribute()
    {
        if (RedisServer.Installed is null)
            Skip = "redis-server is not on the path.";
    }
}
