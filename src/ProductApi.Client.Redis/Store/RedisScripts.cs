namespace ProductApi.Client.Redis.Store;

/// <summary>The scripts as they run at the store.</summary>
internal sealed record RedisScripts(string Take, string Put)
{
    public static RedisScripts Load()
    {
        var state = Read("state.lua");
        return new RedisScripts(state + Read("take.lua"), state + Read("put.lua"));
    }

    private static string Read(string name)
    {
        using var stream = typeof(RedisScripts).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
