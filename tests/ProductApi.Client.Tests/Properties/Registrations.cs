using System.Reflection;

namespace ProductApi.Client.Tests.Properties;

/// <summary>Counts who waits for a token's cancellation: what the framework knows and does not tell.</summary>
internal static class Registrations
{
    public static int CountOf(CancellationToken token)
    {
        var source = Field(token, "_source") ?? throw new ArgumentException("This token cannot be cancelled.", nameof(token));
        var count = 0;
        var all = Field(source, "_registrations");
        for (var node = all is null ? null : Field(all, "Callbacks"); node is not null; node = Field(node, "Next"))
            count++;
        return count;
    }

    private static object? Field(object owner, string name)
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var field = owner.GetType().GetField(name, Instance) ?? typeof(CancellationTokenSource).GetField(name, Instance);
        return (field ?? throw new MissingFieldException(owner.GetType().FullName, name)).GetValue(owner);
    }
}
