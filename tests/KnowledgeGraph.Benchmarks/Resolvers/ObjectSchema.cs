using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Benchmarks.Resolvers;

/// <summary>
/// The part of the product's schema that the questions ask for, as a user of GraphQL.NET writes it: a graph type for each class, fields
/// by expressions, which it compiles. Enum values are strings in memory, so that none is boxed.
/// </summary>
internal sealed class ObjectSchema : GraphQL.Types.Schema
{
    public ObjectSchema(IServiceProvider services, QueryType query) : base(services) => Query = query;
}

internal sealed class QueryType : ObjectGraphType
{
    public QueryType(ObjectGraph graph)
    {
        Name = "Query";
        Field<NonNullGraphType<CountriesType>>("countries").Argument<IntGraphType>("first").Argument<StringGraphType>("after")
            .Resolve(c => new Page<CountryEdge>(
                graph.Countries, c.GetArgument<string?>("after") is { } after ? graph.PositionsByCursor[after] + 1 : 0, c.GetArgument<int?>("first")));
        Field<AgreementType>("agreement").Argument<NonNullGraphType<IdGraphType>>("id")
            .Resolve(c => graph.AgreementsById.GetValueOrDefault(c.GetArgument<string>("id")));
    }
}

internal sealed class CountryType : ObjectGraphType<Country>
{
    public CountryType()
    {
        Name = "Country";
        Field(c => c.Id, type: typeof(NonNullGraphType<IdGraphType>));
        Field(c => c.Name);
        Field(c => c.Iso2);
        Field(c => c.Iso3);
        Field<NonNullGraphType<CountryAgreementsType>>("agreements").Argument<IntGraphType>("first")
            .Resolve(c => new Page<Participation>(c.Source.Agreements, 0, c.GetArgument<int?>("first")));
    }
}

internal sealed class AgreementType : ObjectGraphType<Agreement>
{
    public AgreementType()
    {
        Name = "Agreement";
        Field(a => a.Id, type: typeof(NonNullGraphType<IdGraphType>));
        Field(a => a.Name);
        Field(a => a.Kind, type: typeof(NonNullGraphType<InstrumentKindType>));
        Field(a => a.Status, type: typeof(NonNullGraphType<InstrumentStatusType>));
        Field(a => a.Signed, nullable: true);
        Field<NonNullGraphType<AgreementPartiesType>>("parties").Argument<IntGraphType>("first")
            .Resolve(c => new Page<Participation>(c.Source.Parties, 0, c.GetArgument<int?>("first")));
    }
}

internal sealed class AgencyType : ObjectGraphType<Agency>
{
    public AgencyType()
    {
        Name = "Agency";
        Field(a => a.Id, type: typeof(NonNullGraphType<IdGraphType>));
        Field(a => a.Name);
    }
}

internal sealed class PartyType : UnionGraphType
{
    public PartyType()
    {
        Name = "Party";
        Type<CountryType>();
        Type<AgencyType>();
    }
}

internal abstract class ConnectionType<TEdge, TEdgeType, TNodeType> : ObjectGraphType<Page<TEdge>>
    where TEdgeType : IGraphType
    where TNodeType : IGraphType
{
    protected ConnectionType(string name, Func<TEdge, object> node)
    {
        Name = name;
        Field(p => p.TotalCount);
        Field(p => p.Edges, type: typeof(NonNullGraphType<ListGraphType<NonNullGraphType<TEdgeType>>>));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TNodeType>>>>("nodes").Resolve(c => c.Source.Edges.ConvertAll(e => node(e)));
        Field(p => p.PageInfo, type: typeof(NonNullGraphType<PageInfoType>));
    }
}

internal sealed class CountriesType() : ConnectionType<CountryEdge, CountryEdgeType, CountryType>("CountriesConnection", e => e.Node);

internal sealed class CountryAgreementsType()
    : ConnectionType<Participation, CountryAgreementsEdgeType, AgreementType>("CountryAgreementsConnection", e => e.Agreement);

internal sealed class AgreementPartiesType()
    : ConnectionType<Participation, AgreementPartiesEdgeType, PartyType>("AgreementPartiesConnection", e => e.Party);

internal sealed class CountryEdgeType : ObjectGraphType<CountryEdge>
{
    public CountryEdgeType()
    {
        Name = "CountriesEdge";
        Field(e => e.Cursor);
        Field(e => e.Node, type: typeof(NonNullGraphType<CountryType>));
    }
}

internal sealed class CountryAgreementsEdgeType : ObjectGraphType<Participation>
{
    public CountryAgreementsEdgeType()
    {
        Name = "CountryAgreementsEdge";
        Field(e => e.Role, type: typeof(ParticipationRoleType));
        Field(e => e.Since, nullable: true);
        Field("node", e => e.Agreement, type: typeof(NonNullGraphType<AgreementType>));
    }
}

internal sealed class AgreementPartiesEdgeType : ObjectGraphType<Participation>
{
    public AgreementPartiesEdgeType()
    {
        Name = "AgreementPartiesEdge";
        Field(e => e.Role, type: typeof(ParticipationRoleType));
        Field(e => e.Since, nullable: true);
        Field("node", e => e.Party, type: typeof(NonNullGraphType<PartyType>));
    }
}

internal sealed class PageInfoType : ObjectGraphType<PageInfo>
{
    public PageInfoType()
    {
        Name = "PageInfo";
        Field(p => p.HasNextPage);
        Field(p => p.HasPreviousPage);
    }
}

internal abstract class ModelEnumType : EnumerationGraphType
{
    protected ModelEnumType(GraphModel model, string name)
    {
        Name = name;
        foreach (var value in model.Enums.First(e => e.Name == name).Values)
            Add(value.Name, value.Name);
    }
}

internal sealed class InstrumentKindType(GraphModel model) : ModelEnumType(model, "InstrumentKind");
internal sealed class InstrumentStatusType(GraphModel model) : ModelEnumType(model, "InstrumentStatus");
internal sealed class ParticipationRoleType(GraphModel model) : ModelEnumType(model, "ParticipationRole");
