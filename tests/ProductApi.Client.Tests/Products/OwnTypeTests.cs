using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ProductApi.Client.Products;

namespace ProductApi.Client.Tests.Products;

/// <summary>An answer of which an own type knows no property is an error with its cause, never a product with nothing in it.</summary>
[Trait("Contract", "26")]
public sealed class OwnTypeTests
{
    [Theory]
    [InlineData("""{"sku":"A-7","stock":12}""")]
    [InlineData("""{"nested":{"Sku":"A-7"}}""")]
    [InlineData("""{"error":"no such product"}""")]
    [InlineData("{}")]
    public void A_type_without_a_matching_property_is_an_error_that_names_the_cause(string body)
    {
        var error = Read(body, OwnTypesAsWritten.Default.OwnItem).Error;

        Assert.Equal((FetchErrorKind.InvalidResponse, HttpStatusCode.OK), (error?.Kind, error?.StatusCode));
        Assert.Contains("none of the properties of OwnItem ('Sku', 'Stock')", error!.Message, StringComparison.Ordinal);
        Assert.Contains("[JsonSourceGenerationOptions]", error.Message, StringComparison.Ordinal);
        Assert.Contains("PropertyNameCaseInsensitive", error.Message, StringComparison.Ordinal);
        Assert.Contains("[JsonPropertyName]", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Theory]
    [InlineData("""{"Sku":"A-7"}""")]
    [InlineData("""{"id":7,"more":{"a":[1,2]},"Stock":1}""")]
    [InlineData("""{"\u0053ku":null}""")]
    public void One_matching_property_is_enough(string body) => Assert.NotNull(Read(body, OwnTypesAsWritten.Default.OwnItem).Product);

    [Fact]
    public void The_naming_rules_of_the_types_context_hold()
    {
        const string CamelCase = """{"sku":"A-7","stock":12}""";
        const string UpperCase = """{"SKU":"A-7"}""";

        Assert.Equal(12, Read(CamelCase, OwnTypesOfTheWeb.Default.OwnItem).Product?.Stock);
        Assert.Equal("A-7", Read(UpperCase, OwnTypesOfTheWeb.Default.OwnItem).Product?.Sku);
        Assert.Contains(
            "none of the properties of OwnItem ('sku', 'stock'). If they are named otherwise, give them their JSON names with [JsonPropertyName]",
            Read("""{"number":"A-7"}""", OwnTypesOfTheWeb.Default.OwnItem).Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_that_take_any_property_or_read_themselves_are_left_alone()
    {
        const string Body = """{"number":"A-7"}""";

        Assert.NotNull(Read(Body, OwnTypesAsWritten.Default.OwnItemWithOthers).Product);
        Assert.NotNull(Read(Body, OwnTypesAsWritten.Default.OwnItemWithConverter).Product);
        Assert.NotNull(Read(Body, OwnTypesAsWritten.Default.OwnItemWithoutProperties).Product);
        Assert.NotNull(Read(Body, OwnTypesAsWritten.Default.DictionaryStringString).Product);
        Assert.NotNull(Read("{}", OwnTypesAsWritten.Default.OwnItemWithOthers).Product);
        Assert.NotNull(Read("""["A-7"]""", OwnTypesAsWritten.Default.StringArray).Product);
        Assert.NotNull(Read(Body, OwnTypesAsWritten.Default.JsonDocument).Product);
    }

    [Fact]
    public void A_derived_type_is_left_alone()
    {
        var product = Read("""{"$type":"special","Extra":1}""", OwnTypesAsWritten.Default.OwnBase).Product;

        Assert.Equal(1, Assert.IsType<OwnDerived>(product).Extra);
    }

    [Fact]
    public void Comments_and_trailing_commas_are_read_where_the_types_options_allow_them()
    {
        var options = new JsonSerializerOptions
        {
            AllowTrailingCommas = true,
            ReadCommentHandling = JsonCommentHandling.Skip,
            TypeInfoResolver = OwnTypesAsWritten.Default,
        };
        var json = (JsonTypeInfo<OwnItem>)options.GetTypeInfo(typeof(OwnItem));

        Assert.NotNull(Read("""/* a */ {"number":1,/* b */"Stock":2,}""", json).Product);
        Assert.NotNull(Read("""{"number":1,/* b */}""", json).Error);
    }

    private static ProductOutcome<T> Read<T>(string body, JsonTypeInfo<T> json)
        where T : class
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        return new ProductReader<T>(json).Read("7", response, System.Text.Encoding.UTF8.GetBytes(body), null);
    }
}

internal sealed record OwnItem(string? Sku, int Stock);

internal sealed class OwnItemWithOthers
{
    public string? Sku { get; set; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }
}

internal sealed class OwnItemWithoutProperties;

[JsonConverter(typeof(OwnConverter))]
internal sealed class OwnItemWithConverter
{
    public string? Sku { get; set; }
}

[JsonDerivedType(typeof(OwnDerived), "special")]
internal class OwnBase
{
    public string? Sku { get; set; }
}

internal sealed class OwnDerived : OwnBase
{
    public int Extra { get; set; }
}

internal sealed class OwnConverter : JsonConverter<OwnItemWithConverter>
{
    public override OwnItemWithConverter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        reader.Skip();
        return new OwnItemWithConverter();
    }

    public override void Write(Utf8JsonWriter writer, OwnItemWithConverter value, JsonSerializerOptions options) => writer.WriteNullValue();
}

[JsonSerializable(typeof(OwnItem))]
[JsonSerializable(typeof(OwnItemWithOthers))]
[JsonSerializable(typeof(OwnItemWithoutProperties))]
[JsonSerializable(typeof(OwnItemWithConverter))]
[JsonSerializable(typeof(OwnBase))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(JsonDocument))]
internal sealed partial class OwnTypesAsWritten : JsonSerializerContext;

[JsonSerializable(typeof(OwnItem))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
internal sealed partial class OwnTypesOfTheWeb : JsonSerializerContext;
