using Spectre.Console;

namespace ProductApi.Client.Sample;

/// <summary>Where people read: standard output, or standard error when standard output carries JSON lines.</summary>
internal sealed class SampleConsole
{
    private SampleConsole(IAnsiConsole console) => Console = console;

    public IAnsiConsole Console { get; }

    public bool IsTerminal => Console.Profile.Out.IsTerminal && Console.Profile.Capabilities.Ansi;

    public static SampleConsole Create(bool onStandardError)
    {
        var writer = onStandardError ? System.Console.Error : System.Console.Out;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });

        // A pipe or a file has no width; breaking lines is up to its reader.
        if (!console.Profile.Out.IsTerminal)
            console.Profile.Width = 100_000;
        return new SampleConsole(console);
    }

    public void WriteLine(string text) => Console.WriteLine(TerminalText.OneLine(text));

    /// <summary>Writes to standard error, above the progress bar if both share a terminal.</summary>
    public void WriteError(string text)
    {
        if (IsTerminal && !System.Console.IsErrorRedirected)
            Console.WriteLine(TerminalText.OneLine(text), new Style(Color.Yellow));
        else
            System.Console.Error.WriteLine(TerminalText.OneLine(text));
    }
}
