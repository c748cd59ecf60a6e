using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>Checks who takes part in an instrument: who acts under it, who signed it, and on whose behalf.</summary>
internal static class ParticipantReview
{
    public static IEnumerable<ChangeWarning> Of(ReviewedChange change) =>
        change.Model.Interfaces.Select(i => i.Participants).OfType<ParticipantRoles>()
            .SelectMany(roles => OfSides(change, roles).Concat(OfOffices(change, roles)));

    private static IEnumerable<ChangeWarning> OfSides(ReviewedChange change, ParticipantRoles roles)
    {
        foreach (var relationship in AtInstruments(change, [roles.Acts, roles.Signs], change.EndsOfChanged(Direction.In, roles.Sides)))
        {
            var side = relationship.Type == roles.Acts ? relationship.From : (string?)relationship.Properties.GetValueOrDefault(roles.OnBehalfOf.Name);
            if (side is null || change.RelationshipsOf(relationship.To).Any(r => r.From == side && roles.Sides.Contains(r.Type)))
                continue;
            var fields = string.Join(" and ", change.FindNode(relationship.To)!.Type.Relationships.Where(f => roles.Sides.Contains(f.Type)).Select(f => $"`{f.Name}`"));
            yield return relationship.Type == roles.Acts
                ? new ChangeWarning(
                    ChangeWarningCode.ActsWithoutSide, relationship.Location,
                    $"{Subject(relationship)}: {side} is not among the {fields} of the instrument. Add it, or correct the relationship.")
                : new ChangeWarning(
                    ChangeWarningCode.SignedForNoParty, relationship.Location,
                    $"{Subject(relationship)}: `{roles.OnBehalfOf.Name}` is {side}, which is not among the {fields} of the instrument. Add it, or correct the id.");
        }
    }

    private static IEnumerable<ChangeWarning> OfOffices(ReviewedChange change, ParticipantRoles roles)
    {
        var signatures = AtInstruments(change, [roles.Signs], change.Nodes.Where(n => n.Type.Participants == roles).Select(n => n.Id))
            .Concat(change.EndsOfChanged(Direction.Out, roles.Office).SelectMany(change.RelationshipsOf).Where(r => r.Type == roles.Signs))
            .DistinctBy(r => r.Key);
        foreach (var signature in signatures)
            if ((signature.Since ?? change.FindNode(signature.To)!.Properties.GetValueOrDefault(roles.Signed.Name)) is string date
                && !change.RelationshipsOf(signature.From).Any(r => r.Type == roles.Office && Term.Of(r).Contains(date)))
                yield return new ChangeWarning(
                    ChangeWarningCode.SignedWithoutOffice, signature.Location,
                    $"{Subject(signature)}: {signature.From} held no known office on the date of the signature, {date}. Add the office, or correct a date.");
    }

    /// <summary>The changed relationships of some types, and all of them at some instruments.</summary>
    private static IEnumerable<RelationshipRecord> AtInstruments(ReviewedChange change, RelationshipType[] types, IEnumerable<string> instruments) =>
        change.Relationships.Concat(instruments.SelectMany(change.RelationshipsOf)).Where(r => types.Contains(r.Type)).DistinctBy(r => r.Key);

    private static string Subject(RelationshipRecord relationship) => $"{relationship.From} {relationship.Type.Name} {relationship.To}";
}
