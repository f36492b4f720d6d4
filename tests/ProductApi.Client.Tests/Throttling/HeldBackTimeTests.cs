using ProductApi.Client.Throttling;

namespace ProductApi.Client.Tests.Throttling;

public sealed class HeldBackTimeTests
{
    private readonly HeldBackTime _held = new();

    [Fact]
    public void It_lasts_from_the_first_who_has_to_wait_to_the_next_who_may_go_on()
    {
        Step(5, NextStepKind.LookAgain);
        Step(6, NextStepKind.LookAgain);
        Step(9, NextStepKind.Send);
        Step(20, NextStepKind.Send);

        Assert.Equal(4, _held.Total);
    }

    [Theory]
    [InlineData(nameof(NextStepKind.Send))]
    [InlineData(nameof(NextStepKind.GiveUp))]
    [InlineData(nameof(NextStepKind.AskAgain))]
    [InlineData(nameof(NextStepKind.TakeAnswer))]
    public void It_ends_however_the_item_goes_on(string step)
    {
        Step(5, NextStepKind.LookAgain);
        Step(9, Enum.Parse<NextStepKind>(step));
        Step(12, NextStepKind.Send);

        Assert.Equal(4, _held.Total);
    }

    [Fact]
    public void Several_times_add_up()
    {
        Step(5, NextStepKind.LookAgain);
        Step(9, NextStepKind.Send);
        Step(10, NextStepKind.LookAgain);
        Step(12, NextStepKind.Send);

        Assert.Equal(6, _held.Total);
    }

    [Fact]
    public void Who_steps_aside_has_to_wait_on()
    {
        Step(5, NextStepKind.LookAgain);
        Step(7, NextStepKind.StepAside);
        Step(9, NextStepKind.Send);

        Assert.Equal(4, _held.Total);
    }

    [Fact]
    public void A_wait_of_its_own_holds_nobody_back()
    {
        Step(5, NextStepKind.LookAgain, isHeld: false);
        Step(9, NextStepKind.Send);

        Assert.Equal(0, _held.Total);
    }

    [Fact]
    public void A_wait_of_its_own_does_not_end_what_holds_others_back()
    {
        Step(5, NextStepKind.LookAgain);
        Step(7, NextStepKind.LookAgain, isHeld: false);
        Step(9, NextStepKind.Send);

        Assert.Equal(4, _held.Total);
    }

    private void Step(double now, NextStepKind step, bool isHeld = true) => _held.OnStepNeedsLock(now, step, isHeld);
}
