using KnowledgeGraph.Citations;

namespace KnowledgeGraph.Tests.Citations;

public sealed class SentenceReaderTests
{
    [Theory]
    [InlineData("Panama signed. Mexico did not.", "Panama signed.|Mexico did not.")]
    [InlineData("Panama signed.[1] Mexico did not. [2][3]", "Panama signed.[1]|Mexico did not. [2][3]")]
    [InlineData("Panama signed [1]. Mexico did not [2]!", "Panama signed [1].|Mexico did not [2]!")]
    [InlineData("The U.S. Embassy in Panama confirmed it. [1]", "The U.S. Embassy in Panama confirmed it. [1]")]
    [InlineData("Panama signed with the U.S. [1] Mexico did not. [2]", "Panama signed with the U.S. [1]|Mexico did not. [2]")]
    [InlineData("Mr. J. R. Smith and Gen. Diaz met on Jan. 5. Then they left.", "Mr. J. R. Smith and Gen. Diaz met on Jan. 5.|Then they left.")]
    [InlineData("Decree No. 5 of 2024 holds. Art. 3 does not. He said no. Panama agreed.", "Decree No. 5 of 2024 holds.|Art. 3 does not.|He said no.|Panama agreed.")]
    [InlineData("It cost 1.5 million dollars. That is more than www.example.com says.", "It cost 1.5 million dollars.|That is more than www.example.com says.")]
    [InlineData("He said “We will. We must.” [1] She agreed.", "He said “We will. We must.” [1]|She agreed.")]
    [InlineData("\"We must.\" he said. \"Really?\" she asked.", "\"We must.\" he said.|\"Really?\" she asked.")]
    [InlineData("Was it signed?! Yes... and no. (It was.) [4] Done", "Was it signed?!|Yes... and no.|(It was.) [4]|Done")]
    [InlineData("# Panama\n\n- One signed. [1]\n- Two did\n  not. [2]\n1. Three\n\n[3]\n", "Panama|One signed. [1]|Two did not. [2]|Three [3]")]
    [InlineData("\"An open quotation. It goes on. [1]", "\"An open quotation.|It goes on. [1]")]
    [InlineData(" \n[1] ... ", "")]
    [InlineData("", "")]
    public void A_text_is_split_into_sentences(string text, string sentences) =>
        Assert.Equal(sentences.Split('|', StringSplitOptions.RemoveEmptyEntries), SentenceReader.Read(text).Select(s => s.Text));

    [Theory]
    [InlineData("Panama [1] signed [2, 3][1] it. [5–7]", "Panama signed it.", new[] { 1, 2, 3, 5, 6, 7 })]
    [InlineData("It holds [1](https://news.example/a). [9-2000]", "It holds.", new[] { 1, 9, 2000 })]
    [InlineData("It holds [sic] [a1].", "It holds [sic] [a1].", new int[0])]
    public void Marks_are_read_and_left_out(string text, string words, int[] marks)
    {
        var sentence = Assert.Single(SentenceReader.Read(text));
        Assert.Equal((text, words), (sentence.Text, sentence.Words));
        Assert.Equal(marks, sentence.Marks);
    }
}
