using System.CommandLine;

using ProductApi.Client.Sample.Server;

namespace ProductApi.Client.Sample;

/// <summary>The command line: its options, their help and the way errors are told.</summary>
internal sealed class SampleCommand
{
    private const int UsageError = 2;

    private readonly Option<Uri?> _url = Of("--url", "URL", OptionValues.Address,
        "The Product API to ask, also read from PRODUCT_API_URL; its key only from PRODUCT_API_KEY or configuration. "
        + "Default: an embedded server.");

    private readonly Option<IdList?> _ids = Of("--ids", "LIST", IdList.Parse,
        "The ids: ranges and single ids, such as 1-500,777,abc. Default: 1-500.");

    private readonly Option<string?> _idsFile = Of("--ids-file", "FILE", OptionValues.FileName,
        "The ids, one a line; - reads standard input.");

    private readonly Option<int?> _concurrency = Of("--concurrency", "N", OptionValues.WholeNumber,
        "The most requests in flight. Default: 20.");

    private readonly Option<TimeSpan?> _attemptTimeout = Of("--attempt-timeout", "SECONDS", OptionValues.Seconds,
        "The longest time for one request. Default: 10.");

    private readonly Option<TimeSpan?> _maxRetryAfter = Of("--max-retry-after", "SECONDS", OptionValues.Seconds,
        "The longest Retry-After that is waited for. Default: 600.");

    private readonly Option<TimeSpan?> _outagePatience = Of("--outage-patience", "SECONDS", OptionValues.Seconds,
        "How long a server that is down is waited for. Default: 120.");

    private readonly Option<TimeSpan?> _timeLimit = Of("--time-limit", "SECONDS", OptionValues.PositiveSeconds,
        "The longest time for all ids; what is unfinished then is reported as NotAttempted. Default: none.");

    private readonly Option<string?> _output = Of("--output", "FILE", OptionValues.FileName,
        "Writes one JSON line per id as it arrives; - writes to standard output and everything else to standard error. "
        + "A file with something in it is refused unless one of the next two says what to do.");

    private readonly Option<bool> _resume = new("--resume")
    {
        Description = "Skips the ids that succeeded in the file of --output and adds lines for the others; a torn last line is dropped.",
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replaces the file of --output." };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Prints one line at the end and no progress." };

    private readonly Option<TimeSpan?> _latency = Of("--latency", "MS", OptionValues.Milliseconds,
        "Embedded server: how long an answer takes. Default: 200.");

    private readonly Option<FaultMix?> _faults = Of("--faults", "RATE[:KINDS]", OptionValues.Faults,
        "Embedded server: the share of requests that fail, from 0 to 1, and how: 500, 502, 503, abort, truncate, stall, json, "
        + "surrogate; 0.1:503 answers a tenth with 503. Default kinds: 500,502,abort,truncate.");

    private readonly Option<Stragglers?> _stragglers = Of("--stragglers", "SHARE:SECONDS", Stragglers.Parse,
        "Embedded server: the share of requests, from 0 to 1, that take so many seconds instead of the latency. Default: none.");

    private readonly Option<int?> _rateLimit = Of("--rate-limit", "N", OptionValues.PositiveNumber,
        "Embedded server: requests a second (and in one burst) before it answers 429 with Retry-After. Default: no limit.");

    public async Task<int> InvokeAsync(string[] args, Func<SampleSettings, Task<int>> run)
    {
        var root = new RootCommand(
            "Fetches many products by id and accounts for every one. Without options: 500 products from an embedded server.")
        {
            _url, _ids, _idsFile, _concurrency, _attemptTimeout, _maxRetryAfter, _outagePatience, _timeLimit, _output, _resume,
            _overwrite, _quiet, _latency, _faults, _stragglers, _rateLimit,
        };
        root.Validators.Add(result =>
        {
            if (result.GetResult(_ids) is not null && result.GetResult(_idsFile) is not null)
                result.AddError("--ids and --ids-file exclude each other. Give one of them.");
            if (result.GetValue(_resume) && result.GetValue(_overwrite))
                result.AddError("--resume and --overwrite exclude each other. Give one of them.");
            if ((result.GetValue(_resume) || result.GetValue(_overwrite)) && result.GetValue(_output) is null or "-")
                result.AddError("--resume and --overwrite need --output with a file.");
        });
        root.SetAction(result => run(Settings(result)));

        // An id may start with @, and the signals are the fetch's own business.
        var command = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (command.Errors is [var error, ..])
            return Fail(Problem(command) ?? error.Message);

        try
        {
            return await command.InvokeAsync(
                new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        }
        catch (UsageException exception)
        {
            return Fail(exception.Message);
        }
        catch (InvalidDataException exception)
        {
            // The host could not read a settings file; the innermost message names the line.
            return Fail($"{exception.Message} {exception.GetBaseException().Message}");
        }
    }

    private SampleSettings Settings(ParseResult result) => new()
    {
        Url = result.GetValue(_url),
        Ids = result.GetValue(_ids),
        IdsFile = result.GetValue(_idsFile),
        Concurrency = result.GetValue(_concurrency),
        AttemptTimeout = result.GetValue(_attemptTimeout),
        MaxRetryAfter = result.GetValue(_maxRetryAfter),
        OutagePatience = result.GetValue(_outagePatience),
        TimeLimit = result.GetValue(_timeLimit),
        Output = result.GetValue(_output),
        EarlierOutput = result.GetValue(_resume) ? EarlierOutput.Resume
            : result.GetValue(_overwrite) ? EarlierOutput.Overwrite : EarlierOutput.Refuse,
        Quiet = result.GetValue(_quiet),
        Embedded = new EmbeddedServerSettings
        {
            Latency = result.GetValue(_latency),
            Faults = result.GetValue(_faults),
            Stragglers = result.GetValue(_stragglers),
            RateLimit = result.GetValue(_rateLimit),
        },
    };

    // Only the name is repeated: the value may be a key somebody tried to pass.
    private static string? Problem(ParseResult command) =>
        command.UnmatchedTokens is not [var token, ..] ? null
            : token.StartsWith('-')
                ? $"There is no option {token.Split('=', ':')[0]}. See --help; the key is read from PRODUCT_API_KEY only."
            : "There is an argument without an option. See --help.";

    private static int Fail(string message)
    {
        Console.Error.WriteLine(TerminalText.OneLine(message));
        return UsageError;
    }

    private static Option<T?> Of<T>(string name, string value, Func<string, T?> parse, string description) =>
        new(name) { HelpName = value, Description = description, CustomParser = OptionValues.Using(name, parse) };
}
