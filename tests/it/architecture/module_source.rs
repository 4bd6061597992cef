//! The declarations and mentions of one module of the source, collected from its syntax tree.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// The segments of a path as written; a leading `::` is an empty first segment.
pub type PathSegments = Vec<String>;

/// The declarations and mentions of one module, without what is compiled for tests alone.
#[derive(Default)]
pub struct ModuleSource {
    /// The modules declared here; one without content has a file of its own.
    pub submodules: Vec<(String, Option<ModuleSource>)>,
    /// The names of functions, types, constants and macros defined here.
    pub items: BTreeSet<String>,
    /// The names bound by `use`, `extern crate` and `type`, each with the paths it stands for.
    pub aliases: BTreeMap<String, Vec<PathSegments>>,
    /// The paths imported by `*`.
    pub globs: Vec<PathSegments>,
    /// The paths in `use` and `extern crate`.
    pub imports: Vec<PathSegments>,
    /// Every other path, in types, expressions, patterns, attributes and the input of macros.
    pub mentions: Vec<PathSegments>,
    /// The names of the methods called.
    pub method_calls: BTreeSet<String>,
    /// The texts in quotation marks, without those of comments.
    pub string_literals: BTreeSet<String>,
    /// The texts that are the first argument of a method, with the name of that method.
    pub text_arguments: BTreeSet<(String, String)>,
    /// The types after `&mut`.
    pub mutable_references: Vec<PathSegments>,
    /// The methods that take `&mut self`, each with the type that it is implemented for.
    pub mutating_methods: Vec<(PathSegments, String)>,
    /// The structs, enums, traits, unions and type aliases.
    pub types: Vec<TypeDefinition>,
}

/// A type, trait or alias.
pub struct TypeDefinition {
    pub name: String,
    /// Any visibility but private.
    pub is_public: bool,
    pub fields: Vec<Field>,
}

/// A field of a struct or of a variant.
pub struct Field {
    /// Empty in a tuple.
    pub name: String,
    pub is_public: bool,
    /// The types that it owns: not those behind a reference.
    pub owned_types: Vec<PathSegments>,
}

impl ModuleSource {
    /// Reads a file's items.
    ///
    /// # Panics
    /// When the text is not Rust.
    pub fn parse(path: &str, text: &str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut source = Self::default();
        source.visit_file(&file);
        source
    }

    fn bind(&mut self, name: &syn::Ident, path: PathSegments) {
        self.aliases.entry(name.to_string()).or_default().push(path);
    }

    fn add_use_tree(&mut self, tree: &syn::UseTree, prefix: &[String]) {
        let joined = |name: &syn::Ident| match name.to_string().as_str() {
            "self" if !prefix.is_empty() => prefix.to_vec(),
            name => [prefix, &[name.to_owned()]].concat(),
        };
        match tree {
            syn::UseTree::Path(path) => self.add_use_tree(&path.tree, &joined(&path.ident)),
            syn::UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.add_use_tree(tree, prefix));
            }
            syn::UseTree::Glob(_) => {
                self.globs.push(prefix.to_vec());
                self.imports.push(prefix.to_vec());
            }
            syn::UseTree::Name(name) => {
                let path = joined(&name.ident);
                if let Some(bound) = path.last() {
                    let bound = syn::Ident::new(bound, name.ident.span());
                    self.bind(&bound, path.clone());
                }
                self.imports.push(path);
            }
            syn::UseTree::Rename(rename) => {
                let path = joined(&rename.ident);
                self.bind(&rename.rename, path.clone());
                self.imports.push(path);
            }
        }
    }

    fn add_type(&mut self, name: &syn::Ident, visibility: &syn::Visibility, fields: Vec<Field>) {
        self.items.insert(name.to_string());
        let is_public = is_public(visibility);
        self.types.push(TypeDefinition { name: name.to_string(), is_public, fields });
    }

    /// Finds the paths and method calls in the input of a macro or of an attribute.
    fn add_tokens(&mut self, tokens: &TokenStream) {
        let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let is_punct = |at: usize, wanted: char| matches!(trees.get(at), Some(TokenTree::Punct(found)) if found.as_char() == wanted);
        let is_separator = |at: usize| is_punct(at, ':') && is_punct(at + 1, ':');
        let mut at = 0;
        while at < trees.len() {
            match &trees[at] {
                TokenTree::Group(group) => self.add_tokens(&group.stream()),
                TokenTree::Ident(first) => {
                    let mut path = vec![first.to_string()];
                    if at >= 2 && is_separator(at - 2) {
                        path.insert(0, String::new());
                    }
                    let is_method = at >= 1 && is_punct(at - 1, '.');
                    while is_separator(at + 1)
                        && let Some(TokenTree::Ident(next)) = trees.get(at + 3)
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    let is_call = is_separator(at + 1)
                        || matches!(trees.get(at + 1), Some(TokenTree::Group(group))
                            if group.delimiter() == Delimiter::Parenthesis);
                    if !is_method {
                        self.mentions.push(path);
                    } else if is_call {
                        if let Some(TokenTree::Group(arguments)) = trees.get(at + 1)
                            && let Some(TokenTree::Literal(text)) =
                                arguments.stream().into_iter().next()
                            && let Some(text) = string_value(&text)
                        {
                            self.text_arguments.insert((path[0].clone(), text));
                        }
                        self.method_calls.extend(path);
                    }
                }
                TokenTree::Literal(literal) => self.string_literals.extend(string_value(literal)),
                TokenTree::Punct(_) => {}
            }
            at += 1;
        }
    }
}

impl<'ast> Visit<'ast> for ModuleSource {
    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        if is_for_tests(&module.attrs) {
            return;
        }
        assert!(!module.attrs.iter().any(|it| it.path().is_ident("path")), "a file is at its path");
        let content = module.content.as_ref().map(|(_, items)| {
            let mut source = Self::default();
            items.iter().for_each(|item| source.visit_item(item));
            source
        });
        self.submodules.push((module.ident.to_string(), content));
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if !is_for_tests(&item.attrs) {
            let prefix = item.leading_colon.map(|_| String::new());
            self.add_use_tree(&item.tree, prefix.as_slice());
        }
    }

    fn visit_item_extern_crate(&mut self, item: &'ast syn::ItemExternCrate) {
        let name = item.rename.as_ref().map_or(&item.ident, |(_, name)| name);
        let path = match item.ident.to_string() {
            own if own == "self" => vec!["crate".to_owned()],
            other => vec![String::new(), other],
        };
        self.bind(name, path.clone());
        self.imports.push(path);
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            self.items.insert(item.sig.ident.to_string());
            visit::visit_item_fn(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if let Some(owner) = type_path(&item.self_ty) {
            for method in &item.items {
                if let syn::ImplItem::Fn(method) = method
                    && let Some(receiver) = method.sig.receiver()
                    && let syn::Type::Reference(reference) = &*receiver.ty
                    && reference.mutability.is_some()
                {
                    self.mutating_methods.push((owner.clone(), method.sig.ident.to_string()));
                }
            }
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.items.insert(item.ident.to_string());
        visit::visit_item_const(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.items.insert(item.ident.to_string());
        visit::visit_item_static(self, item);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        self.items.extend(item.ident.as_ref().map(ToString::to_string));
        visit::visit_item_macro(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.add_type(&item.ident, &item.vis, fields(&item.fields));
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        let fields = item.variants.iter().flat_map(|variant| fields(&variant.fields)).collect();
        self.add_type(&item.ident, &item.vis, fields);
        visit::visit_item_enum(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.add_type(&item.ident, &item.vis, Vec::new());
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.add_type(&item.ident, &item.vis, Vec::new());
        if let Some(path) = type_path(&item.ty) {
            self.bind(&item.ident, path);
        }
        visit::visit_item_type(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.mentions.push(segments(path));
        visit::visit_path(self, path);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        // `<Type>::function` is `Type::function`, written with a leading `::` that means nothing.
        if let Some(syn::QSelf { ty, position: 0, .. }) = &path.qself
            && let Some(owner) = type_path(ty)
        {
            self.mentions.push([&owner[..], &segments(&path.path)[1..]].concat());
        }
        visit::visit_expr_path(self, path);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.method_calls.insert(call.method.to_string());
        if let Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) =
            call.args.first()
        {
            self.text_arguments.insert((call.method.to_string(), text.value()));
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_type_reference(&mut self, reference: &'ast syn::TypeReference) {
        if reference.mutability.is_some()
            && let Some(path) = type_path(&reference.elem)
        {
            self.mutable_references.push(path);
        }
        visit::visit_type_reference(self, reference);
    }

    fn visit_receiver(&mut self, receiver: &'ast syn::Receiver) {
        // `&mut self` is among the methods of its type; only a type that is written out is a path.
        if receiver.colon_token.is_some() {
            visit::visit_receiver(self, receiver);
        }
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.add_tokens(&called.tokens);
        visit::visit_macro(self, called);
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.string_literals.insert(text.value());
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("doc") {
            return;
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.add_tokens(&list.tokens);
        }
        visit::visit_attribute(self, attribute);
    }
}

/// Returns the text of a literal in quotation marks.
fn string_value(literal: &proc_macro2::Literal) -> Option<String> {
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value())
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|option| option.is_ident("test"))
    })
}

fn is_public(visibility: &syn::Visibility) -> bool {
    !matches!(visibility, syn::Visibility::Inherited)
}

fn segments(path: &syn::Path) -> PathSegments {
    let leading = path.leading_colon.map(|_| String::new());
    leading.into_iter().chain(path.segments.iter().map(|it| it.ident.to_string())).collect()
}

fn type_path(of: &syn::Type) -> Option<PathSegments> {
    match of {
        syn::Type::Path(path) => Some(segments(&path.path)),
        syn::Type::Paren(inner) => type_path(&inner.elem),
        syn::Type::Group(inner) => type_path(&inner.elem),
        _ => None,
    }
}

fn fields(of: &syn::Fields) -> Vec<Field> {
    let field = |field: &syn::Field| {
        let mut owned = OwnedTypes(Vec::new());
        owned.visit_type(&field.ty);
        Field {
            name: field.ident.as_ref().map(ToString::to_string).unwrap_or_default(),
            is_public: is_public(&field.vis),
            owned_types: owned.0,
        }
    };
    of.iter().map(field).collect()
}

/// The paths in a type that do not stand behind a reference.
struct OwnedTypes(Vec<PathSegments>);

impl<'ast> Visit<'ast> for OwnedTypes {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0.push(segments(path));
        visit::visit_path(self, path);
    }

    fn visit_type_reference(&mut self, _: &'ast syn::TypeReference) {}
}
