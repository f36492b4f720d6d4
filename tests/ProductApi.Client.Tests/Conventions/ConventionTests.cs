using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProductApi.Client.Tests.Conventions;

/// <summary>The conventions of the house, as far as a machine can check them.</summary>
public sealed class ConventionTests
{
    private static readonly Assembly Library = typeof(IProductClient).Assembly;

    // Each layer may use those after it, never those before it; the public types at the root may be used by all.
    // From the top down. Besides these, every folder may use what stands in the root.
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Registration"] = ["Fetching", "Products", "Pipeline", "Throttling", "Headers", "Bodies", "Keys", "Diagnostics"],
        ["Fetching"] = ["Products", "Pipeline", "Throttling", "Headers", "Bodies", "Keys", "Diagnostics"],
        ["Products"] = ["Pipeline", "Throttling", "Headers", "Bodies", "Keys", "Diagnostics"],
        ["Pipeline"] = ["Throttling", "Headers", "Bodies", "Keys", "Diagnostics"],
        ["Throttling"] = ["Headers", "Diagnostics"],
        ["Headers"] = [],
        ["Bodies"] = [],
        ["Keys"] = ["Diagnostics"],
        ["Diagnostics"] = [],
    };

    [Fact]
    public void Types_in_sub_folders_are_internal_and_public_types_live_at_the_root()
    {
        Assert.All(Library.GetExportedTypes(), type => Assert.Equal("ProductApi.Client", type.Namespace));
    }

    [Fact]
    public void Lines_have_at_most_140_columns_unless_one_text_makes_them_longer()
    {
        var folders = new[] { "src", "tests", "samples" };
        var lines = folders.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, number) => (File: file, Number: number + 1, Line: line)));

        Assert.Empty(lines.Where(line => line.Line.Length > 140 && !line.Line.Contains('"')).Select(line => $"{line.File}:{line.Number}"));
    }

    [Fact]
    public void Public_classes_are_sealed_or_static()
    {
        Assert.All(Library.GetExportedTypes().Where(type => type.IsClass), type => Assert.True(type.IsSealed, type.Name));
    }

    [Fact]
    public void Asynchronous_methods_end_in_Async_and_take_a_cancellationToken_last()
    {
        var methods = Library.GetExportedTypes()
            .SelectMany(
                type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => IsAsynchronous(method.ReturnType))
            .ToList();

        Assert.NotEmpty(methods);
        Assert.All(methods, method =>
        {
            Assert.EndsWith("Async", method.Name, StringComparison.Ordinal);
            var last = method.GetParameters()[^1];
            Assert.Equal(("cancellationToken", typeof(CancellationToken)), (last.Name!, last.ParameterType));
        });
    }

    [Fact]
    public void No_Polly_type_is_public()
    {
        var mentioned = Library.GetExportedTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .SelectMany(member => member switch
            {
                MethodBase method => method.GetParameters().Select(parameter => parameter.ParameterType)
                    .Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
                PropertyInfo property => [property.PropertyType],
                _ => Array.Empty<Type>(),
            });

        Assert.DoesNotContain(mentioned, type => type.Assembly.GetName().Name!.StartsWith("Polly", StringComparison.Ordinal));
    }

    [Fact]
    public void Nobody_sees_the_internals_but_the_shared_throttle_tests_and_benchmarks()
    {
        var friends = Library.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName);

        Assert.Equal(
            ["ProductApi.Client.Benchmarks", "ProductApi.Client.Redis", "ProductApi.Client.Redis.Tests", "ProductApi.Client.Tests"],
            friends.Order());
    }

    [Fact]
    public void A_folder_uses_only_the_folders_below_it()
    {
        var root = Repository.File("src/ProductApi.Client");
        var upward =
            from folder in MayUse.Keys
            from file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs")
            from line in File.ReadLines(file)
            from other in MayUse.Keys.Except(MayUse[folder]).Where(other => other != folder)
            where line.Contains($"ProductApi.Client.{other}", StringComparison.Ordinal)
                || line.Contains($"cref=\"{other}.", StringComparison.Ordinal)
            select $"{folder}/{Path.GetFileName(file)}: {line}";

        Assert.Equal(MayUse.Keys.Order(), Directory.EnumerateDirectories(root).Select(Path.GetFileName).Except(["bin", "obj"]).Order());
        Assert.Empty(upward);
    }

    [Fact]
    public void Files_are_short()
    {
        var files = new[] { "src", "samples" }.SelectMany(
            folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

        Assert.All(files, file => Assert.True(File.ReadLines(file).Count() <= 250, file));
    }

    private static bool IsAsynchronous(Type type) => typeof(Task).IsAssignableFrom(type)
        || (type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) || type.GetGenericTypeDefinition() == typeof(ValueTask<>)));
}
