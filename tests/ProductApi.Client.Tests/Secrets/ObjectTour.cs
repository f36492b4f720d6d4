using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ProductApi.Client.Tests.Secrets;

/// <summary>Visits every object of the library that can be reached from one, and every exception behind another, and tells what
/// <c>ToString</c>, a debugger and an exception's data would show of each.</summary>
internal sealed partial class ObjectTour
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const int LongestSequence = 1_000;

    private readonly HashSet<object> _visited = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<object?> _pending = new();
    private readonly List<Utterance> _told = [];

    public static IReadOnlyList<Utterance> Of(params IEnumerable<object?> roots)
    {
        var tour = new ObjectTour();
        foreach (var root in roots)
            tour._pending.Enqueue(root);
        while (tour._pending.TryDequeue(out var next))
            tour.Visit(next);
        return tour._told;
    }

    private void Visit(object? value)
    {
        if (value is null or string || value.GetType().IsPrimitive || value is Type or MemberInfo || !_visited.Add(value))
            return;

        var type = value.GetType();
        Tell($"{type.Name}.ToString", value.ToString());
        Tell($"{type.Name} in a debugger", DebuggerDisplay(value, type));
        switch (value)
        {
            case Exception exception:
                VisitException(exception);
                break;
            case DelegatingHandler { InnerHandler: { } inner } when !IsOurs(type):
                _pending.Enqueue(inner);
                break;
            case IEnumerable items:
                VisitItems(items);
                break;
        }

        if (IsOurs(type))
            VisitMembers(value, type);
    }

    private void VisitException(Exception exception)
    {
        foreach (DictionaryEntry entry in exception.Data)
            Tell($"{exception.GetType().Name}.Data", $"{entry.Key}={entry.Value}");
        foreach (var property in exception.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var value = property.GetValue(exception);
            Tell($"{exception.GetType().Name}.{property.Name}", value?.ToString());
            if (value is Exception or IEnumerable<Exception>)
                _pending.Enqueue(value);
        }
    }

    private void VisitItems(IEnumerable items)
    {
        foreach (var item in items.Cast<object?>().Take(LongestSequence))
        {
            if (item is string text)
                Tell("an item", text);
            _pending.Enqueue(item);
        }
    }

    private void VisitMembers(object owner, Type type)
    {
        for (var declaring = type; declaring is not null && IsOurs(declaring); declaring = declaring.BaseType)
        {
            foreach (var field in declaring.GetFields(Instance).Where(IsShown))
            {
                var value = field.GetValue(owner);
                _pending.Enqueue(value);
                if (value is string text && !field.IsDefined(typeof(CompilerGeneratedAttribute)))
                    Tell($"{type.Name}.{field.Name} in a debugger", text);
            }

            var texts = declaring.GetProperties(Instance).Where(property => property.PropertyType == typeof(string));
            foreach (var property in texts.Where(IsShown))
                Tell($"{type.Name}.{property.Name} in a debugger", (string?)property.GetValue(owner));
        }
    }

    private static string? DebuggerDisplay(object value, Type type)
    {
        if (!IsOurs(type))
            return null;
        if (type.GetCustomAttribute<DebuggerTypeProxyAttribute>() is not null)
            throw new NotSupportedException($"{type} has a debugger proxy: visit what it shows.");
        return type.GetCustomAttribute<DebuggerDisplayAttribute>() is { Value: { } format }
            ? Expression().Replace(format, expression => $"{Evaluate(value, type, expression.Groups["member"].Value)}")
            : null;
    }

    private static object? Evaluate(object value, Type type, string member)
    {
        var property = type.GetProperty(member) ?? throw new NotSupportedException(
            $"{type}: a debugger shows {member}, which is no property.");
        return property.GetValue(value);
    }

    // A Debug build hides the fields behind all properties from the debugger.
    private static bool IsShown(MemberInfo member) =>
        member.IsDefined(typeof(CompilerGeneratedAttribute))
        || member.GetCustomAttribute<DebuggerBrowsableAttribute>() is not { State: DebuggerBrowsableState.Never };

    private static bool IsOurs(Type type) => type.Assembly == typeof(IProductClient).Assembly;

    private void Tell(string where, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            _told.Add(new(where, text));
    }

    [GeneratedRegex(@"\{(?<member>[^},]+)(,nq)?\}")]
    private static partial Regex Expression();
}
