#pragma once

namespace shared {
class Clock;
class Random;
}  // namespace shared

namespace app {

class Theme;
class Preferences;
class Dialogs;

/** What every panel borrows from the application; all of it outlives the window. */
struct ViewParts {
    const Theme& theme;
    Preferences& preferences;
    Dialogs& dialogs;
    const shared::Clock& clock;
    shared::Random& random;
};

}  // namespace app
