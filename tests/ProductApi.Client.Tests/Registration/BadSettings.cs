using ProductApi.Client.Tests.Support;

namespace ProductApi.Client.Tests.Registration;

/// <summary>A bad setting, its value, what the message must say besides the setting's name.</summary>
internal sealed class BadSettings : TheoryData<string, string?, string[]>
{
    public BadSettings()
    {
        Add("BaseAddress", null, ["missing", "https://"]);
        Add("BaseAddress", "", ["missing", "https://"]);
        Add("BaseAddress", "api.example.com/v1", ["api.example.com/v1", "absolute"]);
        Add("BaseAddress", "/v1", ["/v1", "absolute"]);
        Add("BaseAddress", "ftp://api.example.com", ["ftp://api.example.com", "http or https"]);
        Add("BaseAddress", "http://api.example.com", ["http://api.example.com", "https", "AllowInsecureHttp"]);
        Add("BaseAddress", "https://api.example.com/?a=1", ["https://api.example.com/", "query"]);
        Add("BaseAddress", "https://api.example.com/#top", ["https://api.example.com/", "fragment"]);
        Add("BaseAddress", "https://user:" + TestClient.Key + "@api.example.com", ["user information", "ApiKey"]);
        Add("BaseAddress", "htps://user:" + TestClient.Key + "@api.example.com", ["user information"]);
        Add("ApiKey", null, ["missing", "ApiKeyHeader"]);
        Add("ApiKey", "", ["missing"]);
        Add("ApiKey", "   ", ["missing"]);
        Add("ApiKey", TestClient.Key + "\n", ["line break"]);
        Add("ApiKey", TestClient.Key + "\u00FC", ["ASCII"]);
        Add("ApiKeyHeader", "X Api Key", ["X Api Key", "name of a request header"]);
        Add("ApiKeyHeader", "X-Api-Key:", ["X-Api-Key:", "name of a request header"]);
        Add("ApiKeyHeader", "Content-Type", ["Content-Type"]);
        Add("ApiKeyScheme", "Bearer " + TestClient.Key, ["one word"]);
        Add("ProductPath", "", ["{id}"]);
        Add("ProductPath", "products", ["'products'", "{id}"]);
        Add("ProductPath", "/products/{id}", ["'/products/{id}'", "relative"]);
        Add("ProductPath", "../{id}", ["'../{id}'", "relative"]);
        Add("ProductPath", "{id}/{id}", ["'{id}/{id}'", "once"]);
        Add("ProductPath", "https://elsewhere.test/{id}", ["'https://elsewhere.test/{id}'", "relative"]);
        Add("ProductPath", "products/{id}#top", ["'products/{id}#top'", "relative"]);
        Add("MaxConcurrency", "0", ["is 0", "from 1 to 10000"]);
        Add("MaxConcurrency", "-5", ["is -5", "from 1 to 10000"]);
        Add("MaxConcurrency", "10001", ["is 10001", "from 1 to 10000"]);
        Add("ConnectTimeout", "00:00:00", ["is 00:00:00", "to 00:05:00"]);
        Add("AttemptTimeout", "10", ["is 10.00:00:00", "to 00:10:00"]);
        Add("AttemptTimeout", "-00:00:01", ["is -00:00:01", "from 00:00:00.05"]);
        Add("MaxRetryAttempts", "-1", ["is -1", "from 0 to 10"]);
        Add("MaxRetryAttempts", "11", ["is 11", "from 0 to 10"]);
        Add("RetryBaseDelay", "00:02:00", ["is 00:02:00", "to 00:00:30"]);
        Add("MaxRetryAfter", "2.00:00:00", ["is 2.00:00:00", "to 23:59:59"]);
        Add("OutagePatience", "1", ["is 1.00:00:00", "to 23:59:59"]);
        Add("OutagePatience", "-00:00:01", ["is -00:00:01", "to 23:59:59"]);
        Add("MaxResponseBytes", "0", ["is 0", "from 1 to 536870912"]);
        Add("MaxResponseBytes", "536870913", ["is 536870913", "from 1 to 536870912"]);
    }
}
