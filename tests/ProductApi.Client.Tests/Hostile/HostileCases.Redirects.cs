namespace ProductApi.Client.Tests.Hostile;

internal static partial class HostileCases
{
    private static HostileCase[] Redirects =>
    [
        Redirect("http://elsewhere.test/products/7"),
        Redirect("https://elsewhere.test/products/7"),
        Redirect("http://127.0.0.1:1/products/7"),
        Redirect("//elsewhere.test/products/7"),
        Redirect("\\\\elsewhere.test\\products"),
        Redirect("http://user:password@elsewhere.test/", told: "http://***@elsewhere.test/"),
        Redirect("file:///etc/passwd"),
        Redirect("javascript:alert(1)"),
        Redirect("data:application/json,{}"),
        Redirect("ftp://elsewhere.test/7"),
        Redirect("http://[::1/"),
        Redirect("/products/7"),
        Redirect(""),
        new("302 to an address of 30,000 characters",
            exchange => exchange.AnswerAsync(302, "", $"Location: /{new string('x', 30_000)}"), Refused(302, "Redirects are not followed")),
        new("302 to two addresses",
            exchange => exchange.AnswerAsync(302, "", "Location: /one", "Location: /two"), Refused(302, "Redirects are not followed")),
        new("302 to an address with control characters",
            exchange => exchange.AnswerAsync(302, "", "Location: /\u0007\u001b[31mred"), Refused(302, "Redirects are not followed")),
        new("302 without an address", exchange => exchange.AnswerAsync(302), Refused(302, "Redirects are not followed")),
        new("308 to elsewhere",
            exchange => exchange.AnswerAsync(308, "", "Location: http://elsewhere.test/"), Refused(308, "elsewhere.test")),
        new("200 with Refresh to elsewhere",
            exchange => exchange.AnswerAsync(200, Json, "Refresh: 0; url=http://elsewhere.test/"), Product),
    ];

    private static HostileCase Redirect(string location, string? told = null) => new(
        location.Length == 0 ? "302 to an empty address" : $"302 to `{location}`",
        exchange => exchange.AnswerAsync(302, "", $"Location: {location}"),
        Refused(302, location.Length == 0 ? "Redirects are not followed" : $"to '{told ?? location}'"));
}
