// What it costs to read the markup of a message.

#include <benchmark/benchmark.h>

#include "shared/text/MarkdownParser.h"
#include "shared/text/MentionParser.h"

namespace {

using namespace Qt::StringLiterals;

void parse(benchmark::State& state, const QString& content) {
    for (auto _ : state)
        benchmark::DoNotOptimize(shared::parseMarkdown(content));
    state.SetBytesProcessed(state.iterations() * content.size());
}
BENCHMARK_CAPTURE(parse, short_plain, u"see you tomorrow at nine"_s);
BENCHMARK_CAPTURE(parse, short_rich, u"**hi** <@80351110224678912>, see https://a.example/x and `code`"_s);
BENCHMARK_CAPTURE(parse, long_rich,
                  u"> **quoted** *text* with ~~marks~~ ||hidden||\n- item `code` <:e:1>\n"_s.repeated(30));
BENCHMARK_CAPTURE(parse, garbage_4000, u"*_~|"_s.repeated(1000));

void mentions(benchmark::State& state, const QString& content) {
    for (auto _ : state)
        benchmark::DoNotOptimize(shared::parseMentions(content));
}
BENCHMARK_CAPTURE(mentions, none, u"see you tomorrow at nine"_s);
BENCHMARK_CAPTURE(mentions, one, u"hi <@80351110224678912>, see you"_s);

}  // namespace

BENCHMARK_MAIN();
