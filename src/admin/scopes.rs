//! The scope that each route of the admin API needs. A route without a row here answers nobody.

use super::tokens::Scope;

/// The routes below `/api/v1/admin`, as the router writes them.
const ROUTES: &[(&str, &str, Scope)] = &[
    ("GET", "/subscribers", Scope::SubscribersRead),
    ("POST", "/subscribers", Scope::SubscribersWrite),
    ("GET", "/subscribers/{id}", Scope::SubscribersRead),
    ("PATCH", "/subscribers/{id}", Scope::SubscribersWrite),
    ("DELETE", "/subscribers/{id}", Scope::SubscribersErase),
    (
        "POST",
        "/subscribers/{id}/departure",
        Scope::SubscribersWrite,
    ),
    ("GET", "/segments", Scope::SubscribersRead),
];

/// The scope for this method of the route with this pattern, such as `/api/v1/admin/subscribers/{id}`.
pub(super) fn of_route(method: &str, pattern: &str) -> Option<Scope> {
    let below = pattern.strip_prefix("/api/v1/admin")?;
    let row = ROUTES
        .iter()
        .find(|(by, route, _)| *by == method && *route == below);
    row.map(|(_, _, scope)| *scope)
}
