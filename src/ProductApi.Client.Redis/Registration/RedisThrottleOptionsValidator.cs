using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace ProductApi.Client.Redis.Registration;

/// <summary>Checks one client's settings. No message quotes a connection string or a scope: they may hold a secret.</summary>
internal sealed class RedisThrottleOptionsValidator(string clientName, IOptionsMonitor<ProductClientOptions> clients)
    : IValidateOptions<RedisThrottleOptions>
{
    private const int LongestName = 200;

    public ValidateOptionsResult Validate(string? name, RedisThrottleOptions options)
    {
        if (name != clientName)
            return ValidateOptionsResult.Skip;

        string[] failures =
        [
            .. Check("", ConnectionProblem(options)),
            .. Check(nameof(options.InstanceName), NameProblem(options.InstanceName)),
            .. Check(nameof(options.Scope), NameProblem(options.Scope) ?? ScopeProblem(options)),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(string setting, string? problem) =>
        problem is null ? [] : [setting.Length == 0 ? problem : $"{nameof(RedisThrottleOptions)}.{setting} {problem}"];

    private static string? ConnectionProblem(RedisThrottleOptions options)
    {
        var given = new object?[] { options.Configuration, options.ConfigurationOptions, options.ConnectionMultiplexerFactory }.Count(
            way => way is not null);
        if (given != 1)
        {
            return $"{nameof(RedisThrottleOptions)} needs exactly one of {nameof(options.Configuration)}, {nameof(options.ConfigurationOptions)} "
                + $"and {nameof(options.ConnectionMultiplexerFactory)}; {given} are set.";
        }

        if (options.ConfigurationOptions is { EndPoints.Count: 0 })
            return $"{nameof(RedisThrottleOptions)}.{nameof(options.ConfigurationOptions)} names no endpoint.";
        return options.Configuration is not { } text || IsConnectionString(text) ? null
            : $"{nameof(RedisThrottleOptions)}.{nameof(options.Configuration)} is not a connection string, such as redis:6379,ssl=true.";
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            return false;
        }
    }

    // Braces would change which part of a key's name decides where a cluster keeps it.
    private static string? NameProblem(string? name) => name switch
    {
        null => null,
        { Length: > LongestName } => $"is {name.Length} characters long. It must be at most {LongestName}.",
        _ when string.IsNullOrWhiteSpace(name) => "must not be empty.",
        _ when name.Any(c => char.IsControl(c) || c is '{' or '}') => "must contain no braces and no control characters.",
        _ => null,
    };

    private string? ScopeProblem(RedisThrottleOptions options)
    {
        if (options.Scope is not null || clients.Get(clientName) is { ApiKeyHeader.Length: > 0, ApiKey.Length: > 0 })
            return null;
        return "is missing. The client has no API key of its own by which servers could tell the limit: give the limit a name.";
    }
}
