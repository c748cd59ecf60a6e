using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Model;

public sealed class PartialDateTests
{
    [Theory]
    [InlineData("2024", true)]
    [InlineData("0001", true)]
    [InlineData("9999-12-31", true)]
    [InlineData("2024-07", true)]
    [InlineData("2024-07-01", true)]
    [InlineData("2024-02-29", true)]
    [InlineData("2000-02-29", true)]
    [InlineData("2023-02-29", false)]
    [InlineData("1900-02-29", false)]
    [InlineData("0000", false)]
    [InlineData("0000-01", false)]
    [InlineData("2024-00", false)]
    [InlineData("2024-13", false)]
    [InlineData("2024-07-00", false)]
    [InlineData("2024-06-31", false)]
    [InlineData("2024-7", false)]
    [InlineData("2024-7-1", false)]
    [InlineData("2024-07-1", false)]
    [InlineData("24", false)]
    [InlineData("02024", false)]
    [InlineData("-202", false)]
    [InlineData("+202", false)]
    [InlineData(" 202", false)]
    [InlineData("2024-", false)]
    [InlineData("2024/07", false)]
    [InlineData("2024-07/01", false)]
    [InlineData("202407", false)]
    [InlineData("20240701", false)]
    [InlineData("2024-07-01T00:00:00Z", false)]
    [InlineData("２０２４", false)]
    [InlineData("٢٠٢٤", false)]
    [InlineData("", false)]
    public void A_date_is_valid_when_it_names_days_of_the_calendar(string text, bool isValid) => Assert.Equal(isValid, PartialDate.IsValid(text));

    /// <summary>A coarse date on either side holds where any of its days does.</summary>
    [Theory]
    [InlineData("", "2024-07-01", true, true)]
    [InlineData("2024-07-01", "2024-07-01", true, true)]
    [InlineData("2024-07-01", "2024-06-30", false, true)]
    [InlineData("2024-07-01", "2024-07-02", true, false)]
    [InlineData("2024", "2024-07-01", true, true)]
    [InlineData("2024-07", "2024-07-31", true, true)]
    [InlineData("2024-07-01", "2024", true, true)]
    [InlineData("2024-07-01", "2024-07", true, true)]
    [InlineData("2024-12-31", "2024", true, true)]
    [InlineData("2024-07", "2024-06", false, true)]
    [InlineData("2024-07", "2024-08", true, false)]
    [InlineData("2024", "2023", false, true)]
    [InlineData("2024", "2025", true, false)]
    [InlineData("2024", "2023-12-31", false, true)]
    [InlineData("2024", "2025-01-01", true, false)]
    [InlineData("2024-07", "2024-06-30", false, true)]
    [InlineData("2024-07", "2024-08-01", true, false)]
    public void What_starts_or_ends_then_has_started_or_not_ended(string end, string date, bool hasStarted, bool hasNotEnded)
    {
        Assert.Equal(hasStarted, PartialDate.HasStarted(Encoding.UTF8.GetBytes(end), Encoding.UTF8.GetBytes(date)));
        Assert.Equal(hasNotEnded, PartialDate.HasNotEnded(Encoding.UTF8.GetBytes(end), Encoding.UTF8.GetBytes(date)));
    }

    [Theory]
    [InlineData("2025", "2025-07-18", 1)]
    [InlineData("2025", "2025-12-30", 1)]
    [InlineData("2025-07", "2025-07-18", 1)]
    [InlineData("2024", "2025-01-01", -1)]
    [InlineData("2025-07-17", "2025-07-18", -1)]
    [InlineData("2025-07", "2025-08-01", -1)]
    [InlineData("2025-07", "2025-07", 0)]
    public void Ends_compare_by_their_last_day(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(PartialDate.CompareLastDay(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right))));
        Assert.Equal(-order, Math.Sign(PartialDate.CompareLastDay(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(left))));
    }
}
