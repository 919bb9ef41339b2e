// A small JSON value: parse, look up, build, print. Numbers are doubles; ids in the API are strings, so none is lost.
#pragma once
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

class Json {
 public:
    enum Type { Null, Bool, Num, Str, Arr, Obj };
    Type type = Null;
    double num = 0;  // also the value of a Bool
    std::string str;
    std::vector<Json> arr;
    std::vector<std::pair<std::string, Json>> obj;

    Json() = default;
    Json(bool b) : type(Bool), num(b) {}
    Json(double n) : type(std::isfinite(n) ? Num : Null), num(n) {}
    Json(int n) : type(Num), num(n) {}
    Json(long n) : type(Num), num(double(n)) {}
    Json(size_t n) : type(Num), num(double(n)) {}
    Json(std::string s) : type(Str), str(std::move(s)) {}
    Json(const char* s) : type(Str), str(s) {}
    static Json array() {
        Json j;
        j.type = Arr;
        return j;
    }
    static Json object() {
        Json j;
        j.type = Obj;
        return j;
    }

    /// the member `key`, or a Null value
    const Json& operator[](std::string_view key) const {
        static const Json none;
        for (auto& m : obj)
            if (m.first == key) return m.second;
        return none;
    }
    /// the member at a dotted path, or a Null value
    const Json& at(std::string_view path) const {
        const Json* j = this;
        while (!path.empty()) {
            size_t dot = path.find('.');
            j = &(*j)[path.substr(0, dot)];
            if (dot == path.npos) break;
            path.remove_prefix(dot + 1);
        }
        return *j;
    }
    Json& set(std::string key, Json v) {
        type = Obj;
        for (auto& m : obj)
            if (m.first == key) {
                m.second = std::move(v);
                return *this;
            }
        obj.emplace_back(std::move(key), std::move(v));
        return *this;
    }
    Json& merge(const Json& o) {
        for (auto& m : o.obj)
            set(m.first, m.second);
        return *this;
    }
    bool isStr() const { return type == Str; }
    bool isNum() const { return type == Num; }

    static Json parse(std::string_view text) {
        Parser p{text.data(), text.data() + text.size()};
        Json j = p.value(0);
        p.space();
        if (p.at != p.end) p.bad();
        return j;
    }

    std::string dump() const {
        std::string s;
        print(s);
        return s;
    }
    static void quote(std::string& out, std::string_view s) {
        out += '"';
        for (unsigned char c : s) {
            if (c == '"' || c == '\\') {
                out += '\\';
                out += char(c);
            } else if (c < 0x20) {
                char b[8];
                std::snprintf(b, sizeof b, "\\u%04x", c);
                out += b;
            } else
                out += char(c);
        }
        out += '"';
    }

 private:
    void print(std::string& o) const {
        char b[40];
        switch (type) {
            case Null:
                o += "null";
                break;
            case Bool:
                o += num ? "true" : "false";
                break;
            case Num:
                if (num == std::floor(num) && std::fabs(num) < 1e15)
                    std::snprintf(b, sizeof b, "%.0f", num);
                else
                    std::snprintf(b, sizeof b, "%.3f", num);
                o += b;
                break;
            case Str:
                quote(o, str);
                break;
            case Arr:
                o += '[';
                for (size_t i = 0; i < arr.size(); i++) {
                    if (i) o += ',';
                    arr[i].print(o);
                }
                o += ']';
                break;
            case Obj:
                o += '{';
                for (size_t i = 0; i < obj.size(); i++) {
                    if (i) o += ',';
                    quote(o, obj[i].first);
                    o += ':';
                    obj[i].second.print(o);
                }
                o += '}';
                break;
        }
    }

    struct Parser {
        const char *at, *end;
        [[noreturn]] void bad() const { throw std::runtime_error("not JSON"); }
        void space() {
            while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
                at++;
        }
        bool lit(const char* w) {
            size_t n = std::strlen(w);
            if (size_t(end - at) < n || std::memcmp(at, w, n) != 0) return false;
            at += n;
            return true;
        }
        Json value(int depth) {
            if (depth > 100) bad();
            space();
            if (at == end) bad();
            Json j;
            switch (*at) {
                case '{':
                    j.type = Obj;
                    at++;
                    space();
                    if (at < end && *at == '}') {
                        at++;
                        return j;
                    }
                    for (;;) {
                        space();
                        std::string k = string();
                        space();
                        if (at == end || *at++ != ':') bad();
                        j.obj.emplace_back(std::move(k), value(depth + 1));
                        space();
                        if (at == end) bad();
                        if (*at == '}') {
                            at++;
                            return j;
                        }
                        if (*at++ != ',') bad();
                    }
                case '[':
                    j.type = Arr;
                    at++;
                    space();
                    if (at < end && *at == ']') {
                        at++;
                        return j;
                    }
                    for (;;) {
                        j.arr.push_back(value(depth + 1));
                        space();
                        if (at == end) bad();
                        if (*at == ']') {
                            at++;
                            return j;
                        }
                        if (*at++ != ',') bad();
                    }
                case '"':
                    j.type = Str;
                    j.str = string();
                    return j;
                case 't':
                    if (!lit("true")) bad();
                    return Json(true);
                case 'f':
                    if (!lit("false")) bad();
                    return Json(false);
                case 'n':
                    if (!lit("null")) bad();
                    return j;
                default: {
                    char b[64];
                    size_t n = 0;
                    while (at < end && n < sizeof b - 1 && std::strchr("+-0123456789.eE", *at))
                        b[n++] = *at++;
                    b[n] = 0;
                    char* e = nullptr;
                    double d = std::strtod(b, &e);
                    if (!n || *e) bad();
                    return Json(d);
                }
            }
        }
        std::string string() {
            if (at == end || *at++ != '"') bad();
            std::string s;
            for (;;) {
                const char* run = at;
                while (at < end && *at != '"' && *at != '\\')
                    at++;
                s.append(run, at);
                if (at == end) bad();
                if (*at++ == '"') return s;
                if (at == end) bad();
                char c = *at++;
                switch (c) {
                    case 'n':
                        s += '\n';
                        break;
                    case 't':
                        s += '\t';
                        break;
                    case 'r':
                        s += '\r';
                        break;
                    case 'b':
                        s += '\b';
                        break;
                    case 'f':
                        s += '\f';
                        break;
                    case 'u': {  // kept as UTF-8 of the code unit; surrogates are of no interest here
                        if (end - at < 4) bad();
                        unsigned u = unsigned(std::strtoul(std::string(at, 4).c_str(), nullptr, 16));
                        at += 4;
                        if (u < 0x80)
                            s += char(u);
                        else if (u < 0x800) {
                            s += char(0xc0 | u >> 6);
                            s += char(0x80 | (u & 63));
                        } else {
                            s += char(0xe0 | u >> 12);
                            s += char(0x80 | (u >> 6 & 63));
                            s += char(0x80 | (u & 63));
                        }
                        break;
                    }
                    case '"':
                    case '\\':
                    case '/':
                        s += c;
                        break;
                    default:
                        bad();
                }
            }
        }
    };
};
