using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Writes the response to an operation from the value of its statement.</summary>
internal sealed class ResponseTarget(CompiledPlan compiled, BoundPlan plan, ResponseBuffer answer) : IRowTarget
{
    public void Read<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct => compiled.WriteResponse(ref row, plan, answer);
}
