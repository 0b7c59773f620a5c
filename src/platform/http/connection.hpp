#pragma once

// One connection from its first byte to its last. Internal to this folder; everything here happens
// on the socket thread unless it says otherwise.

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "platform/http/exchange.hpp"
#include "platform/http/worker_pool.hpp"

namespace boost::asio {
class io_context;
namespace ssl {
class context;
}
}  // namespace boost::asio

namespace klicnik::http {

/// The way from other threads to the socket thread, harmless when that has ended.
class Gate {
  public:
    explicit Gate(boost::asio::io_context& io) : io_(&io) {}
    /// From any thread.
    void post(std::function<void()> work);
    void close();

  private:
    std::mutex mutex_;
    boost::asio::io_context* io_;
};

using Deadline = std::chrono::steady_clock::time_point;
constexpr std::chrono::milliseconds linger_time{1'000};

class Connection {
  public:
    virtual ~Connection() = default;
    /// Serves the connection until `ConnectionHost::on_end` is called with it.
    virtual void start() = 0;
    /// The server is about to stop: ends at once when idle, else after the answer under way.
    virtual void retire() = 0;
    /// Cuts the connection off.
    virtual void abort() = 0;
    virtual bool is_late(Deadline now) const = 0;
};

/// What all connections of a server share; it outlives them.
struct ConnectionHost {
    boost::asio::io_context& io;
    boost::asio::ssl::context* tls;  ///< null: plain
    const Options& options;
    const Exchange& exchange;
    Metrics& metrics;
    WorkerPool& pool;
    std::shared_ptr<Gate> gate;
    bool is_stopping = false;
    std::function<void(const std::shared_ptr<Connection>&)> on_end;
};

enum class Family { v4, v6, local };

/// Takes over a connected socket.
std::shared_ptr<Connection> open_connection(ConnectionHost& host, int descriptor, Family family,
                                            std::string peer);

}  // namespace klicnik::http
