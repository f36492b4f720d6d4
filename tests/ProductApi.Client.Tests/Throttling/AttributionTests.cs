using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class AttributionTests
{
    private readonly Attribution _fairness = new();
    private readonly Attribution.Item _first;
    private readonly Attribution.Item _second;

    public AttributionTests()
    {
        _first = _fairness.StartItem(new Uri("https://products.test/1"), pace: 7);
        _second = _fairness.StartItem(new Uri("https://products.test/2"), pace: null);
    }

    [Fact]
    public void An_item_knows_the_pace_before_it()
    {
        Assert.Equal((7, null), (_first.PaceBefore, _second.PaceBefore));
    }

    [Fact]
    public void Eight_refusals_with_successes_of_others_between_them_are_the_items_own()
    {
        List<bool> answers = [];
        for (var i = 0; i < 9; i++)
        {
            answers.Add(Refuse(_first));
            _fairness.OnServed();
        }

        Assert.Equal([false, false, false, false, false, false, false, true, true], answers);
    }

    [Fact]
    public void While_nobody_is_served_refusals_are_everybodys()
    {
        Assert.All(Enumerable.Range(1, 50), _ => Assert.False(Refuse(_first)));

        _fairness.OnServed();
        Assert.All(Enumerable.Range(1, 6), _ =>
        {
            Assert.False(Refuse(_first));
            _fairness.OnServed();
        });
        Assert.True(Refuse(_first));
    }

    [Fact]
    public void A_wait_beyond_patience_is_the_items_own_until_another_item_is_told_so()
    {
        Assert.True(Ban(_first));
        Assert.True(Ban(_first));
        Assert.False(Ban(_second));
    }

    [Fact]
    public void A_success_between_two_bans_tells_that_not_everybody_is_meant()
    {
        Assert.True(Ban(_first));
        _fairness.OnServed();

        Assert.True(Ban(_second));
        Assert.False(Ban(_first));
    }

    [Fact]
    public void An_item_is_refused_alone_until_another_is_refused_too()
    {
        Assert.True(_first.IsRefusedAlone);
        Refuse(_first);
        Refuse(_first);
        Assert.True(_first.IsRefusedAlone);

        Refuse(_second);
        Refuse(_second);
        Assert.False(_first.IsRefusedAlone);
        Refuse(_first);
        Assert.False(_first.IsRefusedAlone);

        _fairness.OnServed();
        Assert.True(_first.IsRefusedAlone);
        Refuse(_first);
        Assert.True(_first.IsRefusedAlone);
    }

    [Fact]
    public void The_same_id_in_another_call_is_the_same_item()
    {
        Refuse(_first);
        Refuse(_fairness.StartItem(new Uri("https://products.test/1"), pace: null));

        Assert.True(_first.IsRefusedAlone);
    }

    private static bool Refuse(Attribution.Item item) => item.IsTheItemsOwn(beyondPatience: false);

    private static bool Ban(Attribution.Item item) => item.IsTheItemsOwn(beyondPatience: true);
}
