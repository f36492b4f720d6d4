namespace ProductApi.Client.Throttling;

/// <summary>The fields of a pace and of the busiest moment before it.</summary>
internal sealed record PaceState
{
    public double Rate { get; set; } = double.PositiveInfinity;

    public double Ceiling { get; set; } = double.PositiveInfinity;

    public double Step { get; set; } = Pace.FirstRaise;

    public double PauseUntil { get; set; }

    public double NextSend { get; set; }

    public double ClimbAt { get; set; } = double.PositiveInfinity;

    public long Sends { get; set; }

    public long Free { get; set; }

    public double BusiestAt { get; set; } = double.NegativeInfinity;

    public long BusiestSent { get; set; }

    public long BusiestBefore { get; set; }

    public double BusiestRate { get; set; } = 1;
}

/// <summary>The fields of a cycle.</summary>
internal sealed record CycleState
{
    public long First { get; set; } = 1;

    public double? Start { get; set; }

    public long Dry { get; set; }

    public double FirstAt { get; set; }

    public long Served { get; set; }

    public long Refused { get; set; }
}

/// <summary>The fields of the noise.</summary>
internal sealed record NoiseState
{
    /// <summary>One bit for each of the last 64 sends, by its number: was it refused?</summary>
    public ulong Bad { get; set; }

    public double Share { get; set; }

    public double Judged { get; set; }

    public long Cuts { get; set; }

    public long Trial { get; set; }

    public double Good { get; set; }

    public double Was { get; set; }

    public double LastAt { get; set; }

    public double At { get; set; }

    public long Before { get; set; }

    public long Refused { get; set; }

    public bool Rated { get; set; }
}

/// <summary>The fields of a silent window.</summary>
internal sealed record WindowState
{
    public double Length { get; set; }

    public double Shut { get; set; }

    public double Opened { get; set; }

    public double Stopped { get; set; }

    public double Until { get; set; }

    public bool Known { get; set; }

    public double Quota { get; set; }

    public double Passed { get; set; }
}

/// <summary>The fields of an announced wait.</summary>
internal sealed record AnnouncedState
{
    public double Until { get; set; }

    public double After { get; set; } = double.PositiveInfinity;

    public double Rate { get; set; } = double.PositiveInfinity;

    public double LookAt { get; set; } = double.PositiveInfinity;

    public bool Early { get; set; }

    public long Failed { get; set; }

    public double VerdictUntil { get; set; }
}
