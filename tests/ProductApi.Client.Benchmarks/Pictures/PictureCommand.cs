using System.CommandLine;

namespace ProductApi.Client.Benchmarks.Pictures;

internal static class PictureCommand
{
    private static readonly Dictionary<string, Func<string, CancellationToken, Task>> Pictures = new()
    {
        ["throttled"] = ThrottledRunPicture.DrawAsync,
        ["stragglers"] = StragglersPicture.DrawAsync,
        ["fleet"] = FleetPicture.DrawAsync,
    };

    public static Command Create()
    {
        var name = new Argument<string>("NAME").AcceptOnlyFromAmong([.. Pictures.Keys]);
        var file = new Argument<string>("FILE");
        var command =
            new Command("picture", "one run drawn as SVG: throttled, with stragglers, or of a fleet (needs redis-server)") { name, file };
        command.SetAction((result, cancellationToken) =>
            Pictures[result.GetRequiredValue(name)](result.GetRequiredValue(file), cancellationToken));
        return command;
    }
}
