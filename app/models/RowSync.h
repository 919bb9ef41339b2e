#pragma once

#include <algorithm>
#include <utility>

#include <QtCore/QHash>
#include <QtCore/QSet>

namespace app {

/**
 * Turns the rows of a model into the wanted ones with as few insertions, moves, removals and changes as it can see.
 *
 * `Steps` speaks the model's language (begin and end of each step) and does the step itself:
 *   key(row) of current(i) and of a wanted one; count(); remove(first, count); insert(at, first, count) of the wanted
 *   list; move(from, to); replace(at, wantedIndex), which tells about a change only when there is one.
 */
template <class Key, class Steps>
void syncRows(Steps& steps, const QList<Key>& wanted) {
    const QSet<Key> wantedSet(wanted.cbegin(), wanted.cend());
    for (qsizetype end = steps.count(); end > 0;) {
        if (wantedSet.contains(steps.key(end - 1))) {
            --end;
            continue;
        }
        qsizetype first = end - 1;
        while (first > 0 && !wantedSet.contains(steps.key(first - 1)))
            --first;
        steps.remove(first, end - first);
        end = first;
    }
    QSet<Key> present;
    for (qsizetype i = 0; i < steps.count(); ++i)
        present.insert(steps.key(i));
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        if (i < steps.count() && steps.key(i) == wanted[i]) {
            steps.replace(i, i);
        } else if (!present.contains(wanted[i])) {
            qsizetype run = 1;
            while (i + run < wanted.size() && !present.contains(wanted[i + run]))
                ++run;
            steps.insert(i, i, run);
            i += run - 1;
        } else {
            qsizetype from = i + 1;
            while (steps.key(from) != wanted[i])
                ++from;
            steps.move(from, i);
            steps.replace(i, i);
        }
    }
}

}  // namespace app
