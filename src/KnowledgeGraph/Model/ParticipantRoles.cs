using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

/// <summary>The parts of the model that say who takes part in an instrument. Declared on the type of the instrument.</summary>
/// <param name="Sides">From those who agree on the instrument, or issue it.</param>
/// <param name="Acts">From a country that acts under the instrument.</param>
/// <param name="Signs">From a person who signed the instrument.</param>
/// <param name="OnBehalfOf">The property of <paramref name="Signs"/> with the id of the side for which the person signed.</param>
/// <param name="Signed">The date on which the instrument was signed.</param>
/// <param name="Office">From a person to where the person holds an office.</param>
public sealed record ParticipantRoles(
    ImmutableArray<RelationshipType> Sides, RelationshipType Acts, RelationshipType Signs, Property OnBehalfOf, Property Signed, RelationshipType Office);
